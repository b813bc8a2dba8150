"""What a set of records must do besides the work: be explained, be handed out whole, hold complaints."""

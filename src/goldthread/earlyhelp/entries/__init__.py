"""What can be recorded of early help."""

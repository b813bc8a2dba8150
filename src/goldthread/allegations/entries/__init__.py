"""What can be recorded of allegations."""

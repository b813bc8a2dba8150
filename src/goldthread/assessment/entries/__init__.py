"""What can be recorded of an assessment."""

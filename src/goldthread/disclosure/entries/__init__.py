"""What can be recorded of disclosure."""

"""What can be recorded of child protection."""

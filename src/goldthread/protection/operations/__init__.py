"""What is written of child protection."""

"""The pages of child protection."""

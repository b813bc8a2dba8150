"""The pages of allegations."""

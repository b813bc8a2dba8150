"""What must hold in the whole repository."""

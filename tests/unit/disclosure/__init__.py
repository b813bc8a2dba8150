"""What leaves the record."""

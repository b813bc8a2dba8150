"""Commands over the record."""

"""Pure code, tested without a database."""

"""The pages of a set of records."""

"""Commands over what the worker's pages show."""

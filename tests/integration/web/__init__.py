"""Integration tests of the interface kit."""

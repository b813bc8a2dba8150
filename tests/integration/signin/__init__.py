"""Integration tests of signing in."""

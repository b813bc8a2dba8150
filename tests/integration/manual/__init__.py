"""Integration tests of the manual."""

"""Integration tests of people/."""

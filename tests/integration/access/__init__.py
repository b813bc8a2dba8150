"""Integration tests of this folder."""

"""Unit tests of signing in."""

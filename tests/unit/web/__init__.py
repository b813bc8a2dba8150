"""Unit tests of the interface kit."""

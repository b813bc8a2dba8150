"""Unit tests of the manual."""

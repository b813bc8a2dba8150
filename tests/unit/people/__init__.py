"""Unit tests of people/."""

"""Brings people and what was done for them over from another system's files."""

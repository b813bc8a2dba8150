"""Allegations: their pages, and what nobody else may learn."""

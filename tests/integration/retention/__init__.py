"""Retention and rights."""

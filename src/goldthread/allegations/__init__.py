"""Allegations against people who work with children: a sealed domain of its own."""

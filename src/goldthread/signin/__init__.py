"""Signing in: people prove who they are, look after how they do it, and administrators make accounts."""

"""The papers of child protection: each part of the journey says its own."""

from goldthread.protection import planpapers

__all__ = ["planpapers"]

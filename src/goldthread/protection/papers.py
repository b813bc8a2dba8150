"""The papers of child protection: each part of the journey says its own."""

from goldthread.protection import conferencepapers, planpapers, strategypapers

__all__ = ["conferencepapers", "planpapers", "strategypapers"]

"""The front door's pages, through Django's client."""

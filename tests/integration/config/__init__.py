"""The service as whoever looks after it sees it."""

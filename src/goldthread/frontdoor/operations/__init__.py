"""Every write at the front door."""

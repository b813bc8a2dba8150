"""Every write of disclosure."""

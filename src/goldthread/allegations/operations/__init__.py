"""Every write of allegations."""

"""Every write of early help."""

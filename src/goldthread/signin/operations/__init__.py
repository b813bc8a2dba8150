"""Every write of this folder, each with its trace."""

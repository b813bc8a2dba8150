"""Parts together, on a real PostgreSQL, as the role that runs the service."""

"""How an installation is set up, started and checked."""

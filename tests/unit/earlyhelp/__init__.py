"""Early help without a database."""

"""Early help through its pages."""

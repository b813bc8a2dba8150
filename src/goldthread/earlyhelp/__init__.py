"""Early help: episodes, plans, the concern about an open family, and disagreements between professionals."""

"""The front door: contacts, advice, screening, the decision and what follows from it."""

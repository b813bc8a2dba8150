"""How long records are kept, what is destroyed and by whom, and a person's rights over their record."""

"""Child protection: strategy discussions, enquiries, conferences, plans and core groups."""

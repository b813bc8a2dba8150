"""Child protection: rules without a database."""

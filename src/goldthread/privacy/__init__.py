"""The privacy officer: records opened in an emergency, who opens how many, accounts that nobody uses."""

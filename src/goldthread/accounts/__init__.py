"""Who uses the service: people, agencies, teams, roles and what each role may do."""

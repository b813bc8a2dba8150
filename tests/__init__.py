"""The tests: unit (no database), integration, browser, and rules about the whole repository."""

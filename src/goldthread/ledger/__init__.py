"""The record: subjects, episodes, signed entries, drafts, events and duties."""

"""Who may see or do what to which record, why, and the log of every read."""

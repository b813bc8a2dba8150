"""The heart: packs, calendar, fold, duties, decisions and commands."""

"""Is this person known? One look-up: names as they sound, dates as they slip, numbers as they are misread."""

"""What a pack may say, and how its files are read."""

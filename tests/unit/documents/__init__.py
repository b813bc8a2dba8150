"""What letters may say, and how messages read."""

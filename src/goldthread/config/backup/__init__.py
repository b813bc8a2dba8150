"""The whole service put away, brought back, and proven to be what it was."""

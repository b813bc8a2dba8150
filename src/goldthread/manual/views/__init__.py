"""The pages of the manual: to read, and to ask."""

"""The multi-agency child-safeguarding record for English local authorities."""

__version__ = "0.1.0"

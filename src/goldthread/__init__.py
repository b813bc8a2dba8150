"""The multi-agency child-safeguarding record for English local authorities."""

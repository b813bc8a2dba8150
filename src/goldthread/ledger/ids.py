"""Ids that follow from other ids, so that rebuilding what is derived gives the same rows again."""

from uuid import UUID, uuid5

_SPACE = UUID("6f0f4d3a-3f1b-5a0e-9a53-6f1d5a3c7b10")


def derived_id(*parts: object) -> UUID:
    """The same id for the same parts, for ever."""
    return uuid5(_SPACE, "/".join(str(part) for part in parts))

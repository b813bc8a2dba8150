"""Short references that a person can read out over the telephone."""

import secrets

# Letters and digits that are not mistaken for one another, spoken or written.
_ALPHABET = "23456789BCDFGHJKMNPQRTVWXY"


def new_reference() -> str:
    """A reference such as `K7R-4M2-HX9`: 9 random characters (about 42 bits), no vowels, so no words."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(9))
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"

"""Words that a password may not hold, because whoever guesses tries them first (ASVS 6.1.2, 6.2.11)."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

SHORTEST = 4  # letters; shorter words stand in too many others
_OURS = ("goldthread", "safeguarding", "children", "council", "password")
_WORD = re.compile(r"[^\W\d_]+")


class LocalWords:
    """Refuses the service's and the authority's names, the council's own list, and a person's own."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, which does not say the word: it may be somebody's name."""
        folded = password.casefold()
        if any(word in folded for word in self._words(user)):
            raise ValidationError(self.get_help_text(), code="password_local_word")

    def get_help_text(self) -> str:
        """For the page on which a password is chosen."""
        return "Leave out your own name, where you work, and the names of the council and of this service."

    def _words(self, user: Any) -> frozenset[str]:
        said = (*_OURS, settings.GOLDTHREAD_AUTHORITY, *settings.GOLDTHREAD_PASSWORD_WORDS)
        if user is not None:
            said = (*said, user.name, user.email.partition("@")[0], user.agency.name)
        return frozenset(_long(said))


def _long(said: Iterable[str]) -> Iterable[str]:
    return (word for text in said for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST)

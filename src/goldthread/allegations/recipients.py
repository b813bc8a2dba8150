"""To whom papers of an allegation may go: whoever reported it, and the senior person who was told."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from goldthread.access.recipients import Recipient
from goldthread.allegations.entries.report import name_of
from goldthread.people.folding import fold

Values = Mapping[str, Any]


def reporter(values: Values, user: UUID | None) -> Recipient | None:
    """Whoever reported it; None where they gave no name, or are whom it is about."""
    return _recipient(values, "reporter_name", _how(values, "reporter_role", "who reported it"), user)


def senior_person(adult: Values, told: Values) -> Recipient | None:
    """The most senior person told; None where the allegation implicates them, or is about them."""
    if told.get("told_implicated") or told.get("senior_person_implicated") or not told.get("told_name"):
        return None
    return _recipient({**adult, **told}, "told_name", _how(told, "told_role", "the senior person told"), None)


def recipients(values: Values, told: Values, user: UUID | None) -> Iterator[Recipient]:
    """All of them. `told` says who was told: the report itself, or a later entry."""
    for one in (reporter(values, user), senior_person(values, told)):
        if one is not None:
            yield one


def is_the_adult(values: Values, name: str) -> bool:
    """Whether a name is that of the adult whom it is about."""
    words = set(fold(name_of(values)).split())
    return bool(words) and words <= set(fold(name).split())


def _recipient(values: Values, name: str, how: str, user: UUID | None) -> Recipient | None:
    called = str(values.get(name, ""))
    email = str(values.get("reporter_email", "")) if name == "reporter_name" and user is None else ""
    same_address = bool(email) and email.casefold() == str(values.get("email", "")).casefold()
    if not called or same_address or is_the_adult(values, called):
        return None
    return Recipient(called, how, user=user, email=email)


def _how(values: Values, role: str, otherwise: str) -> str:
    return ", ".join(filter(None, (values.get(role), otherwise)))

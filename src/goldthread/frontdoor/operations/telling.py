"""Telling the referrer what was decided: by the pack's letter for outcome and kind of referrer, or aloud."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from goldthread.documents import letters
from goldthread.documents import operations as documents
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.frontdoor.operations import work
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part

_PUBLIC = "member_of_the_public"
_SIGNPOSTED = "signposted"


@dataclass(frozen=True)
class Letter:
    """One letter, and the children whose decision it tells of."""

    id: str
    composed: letters.Composed
    children: Sequence[Child]
    says: frozenset[str]  # what it may say


def is_public(file: ContactFile) -> bool:
    """Whether the referrer is a member of the public, to whom nothing is said of the family (HERTS-10.27)."""
    condition = file.table.pack.conditions.get(_PUBLIC)
    return condition is None or file.said.get("referrer_kind") in condition.is_


def letter_ids(file: ContactFile, children: Iterable[Child], at: datetime) -> dict[str, list[Child]]:
    """The letter that fits each decided child: one for the public, else one by outcome (HERTS-4.5, 10.25)."""
    found: dict[str, list[Child]] = {}
    for child in children:
        decided = child.decided(at)
        if decided is None:
            continue
        signposted = decided.facts.get("advice_route") == "signposting"
        outcome = _SIGNPOSTED if signposted else decided.event.outcome
        name = "feedback_public" if is_public(file) else f"feedback_{outcome}_professional"
        found.setdefault(name, []).append(child)
    return found


def letters_for(
    file: ContactFile, children: Iterable[Child], at: datetime, said: Mapping[str, str], *, to_name: str
) -> list[Letter]:
    """The letters as they would go. What is not filled in yet is a row of dots."""
    pack = file.table.pack
    found = []
    for name, whom in letter_ids(file, children, at).items():
        may_say = frozenset(pack.letters[name].may_say)
        blanks = dict.fromkeys(may_say, "…")
        values = {**blanks, **_values(file, said), "to_name": to_name}
        found.append(Letter(name, letters.compose(name, values, at=at), whom, may_say))
    return found


@transaction.atomic
def tell(
    *,
    by: Author,
    at: datetime,
    file: ContactFile,
    children: Sequence[Child],
    values: Values,
    said: Mapping[str, str],
    sending: Sending,
    outside_reason: str = "",
) -> Entry:
    """Record that the referrer was told, and send the letters when it is by letter.

    Raises letters.CannotSay for words that a letter needs and that are missing, and documents.NoAddress.
    """
    entry = work.record(
        by=by,
        at=at,
        contact=file.contact,
        kind="feedback",
        values=values,
        children={child.id: {} for child in children},
        sending=sending,
        outside_reason=outside_reason,
    )
    if values.get("told_how") == "email":
        for name, whom in letter_ids(file, children, at).items():
            documents.send(
                by=by,
                at=at,
                letter=name,
                to_name=file.said.get("referrer_name", ""),
                to_address=file.said.get("referrer_email", ""),
                values=_values(file, said),
                parts=[Part(child.part.subject) for child in whom],
                answers=file.contact,
                key=str(derived_id(entry.pk, name)),
                records_event=False,
            )
    return entry


def _values(file: ContactFile, said: Mapping[str, str]) -> dict[str, Any]:
    own = {"reference": file.contact.reference, "received_at": file.contact.occurred_at}
    return {**own, **{name: text for name, text in said.items() if text}}

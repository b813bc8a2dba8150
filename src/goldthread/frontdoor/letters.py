"""The letters that the front door sends, as they would read now. It reads; `operations/` sends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldthread.documents import letters
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.ledger import procedure
from goldthread.ledger.models import Entry
from goldthread.procedures.services import opening

_PUBLIC = "member_of_the_public"
_SIGNPOSTED = "signposted"
RETURN, _HUB = "form_return", "consultation_hub"


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
        values = {**blanks, **feedback_values(file, said), "to_name": to_name}
        found.append(Letter(name, letters.compose(name, values, at=at), whom, may_say))
    return found


def feedback_values(file: ContactFile, said: Mapping[str, str]) -> dict[str, Any]:
    """What a letter of feedback may be filled with."""
    own = {"reference": file.contact.reference, "received_at": file.contact.occurred_at}
    return {**own, **{name: text for name, text in said.items() if text}}


@dataclass(frozen=True)
class ReturnLetter:
    """What goes to the referrer, and to which address; none where they gave none."""

    to_address: str
    opens_at: datetime | None
    composed: letters.Composed


def return_letter(contact: Entry, at: datetime) -> ReturnLetter:
    """The letter that asks the referrer to talk to the hub, with its next opening."""
    values = return_values(contact, at)
    opens = values.get("hub_opens_at")
    composed = letters.compose(RETURN, {**values, "to_name": contact.payload.get("referrer_name", "")}, at=at)
    return ReturnLetter(
        contact.payload.get("referrer_email", ""), opens if isinstance(opens, datetime) else None, composed
    )


def return_values(contact: Entry, at: datetime) -> dict[str, letters.Sayable]:
    """What the letter that returns a form may be filled with."""
    pack = procedure.pack(at)
    hub = opening(pack, _HUB, at)
    opens = at if hub.open else hub.next_open
    values: dict[str, letters.Sayable] = {
        "reference": contact.reference,
        "received_at": contact.occurred_at,
        "hub_telephone": pack.services[_HUB].telephone,
    }
    return values | ({"hub_opens_at": opens} if opens else {})

"""The letters that the front door sends, as they would read now. It reads; `operations/` sends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldthread.documents import letters
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.frontdoor.doors import holding
from goldthread.frontdoor.entries.contact import contact_facts
from goldthread.frontdoor.lines import advisers
from goldthread.ledger import procedure
from goldthread.ledger.london import london_date, say_date, say_time, say_when
from goldthread.ledger.models import Entry
from goldthread.procedures.pack import Pack
from goldthread.procedures.referrers import of_the_public
from goldthread.web.lines import Line

FEEDBACK, RETURN, RECEIPT = "feedback.told", "form_return.returned", "acknowledgement.sent"


@dataclass(frozen=True)
class Letter:
    """One letter, and the children whose decision it tells of."""

    id: str
    composed: letters.Composed
    children: Sequence[Child]
    says: frozenset[str]  # what it may say


def fitting(pack: Pack, event: str, facts: Mapping[str, Any], outcome: str = "") -> str:
    """The first letter of the pack for that event that fits these facts, and tells of that outcome.

    Empty where none does: then nothing is written.
    """
    for name, letter in pack.letters.items():
        tells = letter.event == event and (not letter.after or outcome in letter.after)
        if tells and holding(pack, letter.when, letter.unless, facts):
            return name
    return ""


def is_public(file: ContactFile) -> bool:
    """Whether the referrer is a member of the public, to whom nothing is said of the family (HERTS-10.27)."""
    return file.said.get("referrer_kind") in of_the_public(file.table.pack)


def letter_ids(file: ContactFile, children: Iterable[Child], at: datetime) -> dict[str, list[Child]]:
    """The letter that fits each decided child, where the pack has one (HERTS-4.5, 10.25)."""
    found: dict[str, list[Child]] = {}
    for child in children:
        decided = child.decided(at)
        if decided is None:
            continue
        facts = {**child.facts(at), **decided.facts}
        if name := fitting(file.table.pack, FEEDBACK, facts, decided.name):
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
    """What goes to the referrer, and to which address; none where they gave none, or nothing is written."""

    to_address: str
    opens_at: str
    composed: letters.Composed | None


def return_letter(contact: Entry, at: datetime) -> ReturnLetter:
    """The letter that asks the referrer to take advice first, with the advisers' next opening."""
    name, values = return_id(contact, at), return_values(contact, at)
    to_name = contact.payload.get("referrer_name", "")
    return ReturnLetter(
        to_address=contact.payload.get("referrer_email", "") if name else "",
        opens_at=str(values.get("hub_opens_at", "")),
        composed=letters.compose(name, {**values, "to_name": to_name}, at=at) if name else None,
    )


def return_id(contact: Entry, at: datetime) -> str:
    """The pack's letter that returns such a form; empty where it has none."""
    return fitting(procedure.pack(at), RETURN, contact_facts(contact.payload, {}))


def return_values(contact: Entry, at: datetime) -> dict[str, letters.Sayable]:
    """What the letter that returns a form may be filled with."""
    pack = procedure.pack(at)
    values: dict[str, letters.Sayable] = {"reference": contact.reference, "received_at": contact.occurred_at}
    asked = [one for one in advisers(pack, contact.payload.get("referrer_kind", ""), at) if one.hours]
    if not asked:
        return values
    values["hub_telephone"] = asked[0].written.telephone
    opens = _opens(asked[0], at)
    return values | ({"hub_opens_at": opens} if opens else {})


def _opens(line: Line, at: datetime) -> str:
    """When it can be reached: on which day until when, where it is open now, and then; empty if never."""
    then = say_when(line.next_open) if line.next_open else ""
    if not line.open or line.closes is None:
        return then
    return f"{say_date(london_date(at))} until {say_time(line.closes)}{f', then on {then}' if then else ''}"

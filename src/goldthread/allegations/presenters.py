"""What the LADO's pages show of allegations, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.allegations.allegationfile import Allegation
from goldthread.allegations.entries.work import ChildConcerned
from goldthread.allegations.patterns import Pattern
from goldthread.documents.models import STUCK
from goldthread.documents.queries import delivery_of
from goldthread.ledger import recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.people import describe
from goldthread.people.folding import fold
from goldthread.people.models import Person
from goldthread.web.duties import DutyLine, duty_line

_IN_CONTACT = {
    "yes": ("In contact with children", "late"),
    "no": ("Not in contact with children", "done"),
    "not_known": ("Contact with children not known", "today"),
}
# Which page records which kind of entry, and the words of its link.
_ACTS = (
    ("allegation_discussion", "discussion", "Record the Initial Discussion"),
    ("allegation_invitation", "invitation", "Fix the meeting and invite the reporter"),
    ("allegation_meeting", "meeting", "Record a multi-agency meeting"),
    ("allegation_strand", "investigation", "Say how an investigation stands"),
    ("allegation_told", "told", "Record who was told"),
    ("allegation_note", "note", "Write a note"),
    ("allegation_ended", "end", "Record how it ended"),
)
_LATER = frozenset({"allegation_strand", "allegation_told", "allegation_note", "allegation_ended"})
_PAPERS = frozenset({"allegation_discussion", "allegation_invitation"})
_MAILED = frozenset({"dispatch", "message"})
_SERVICE = frozenset({"step"})


@dataclass(frozen=True)
class Row:
    """One allegation in the list."""

    name: str
    href: str
    works: str
    reference: str
    reported: str
    stage: str
    contact: tuple[str, str]
    begun: bool
    next: str


@dataclass(frozen=True)
class Item:
    """One entry of the record, with all that it says by now."""

    id: str
    title: str
    when: str
    by: str
    rows: Sequence[tuple[str, str]]
    copies: Sequence[tuple[str, str]]
    send: str
    again: str
    correct: str
    note: str


def haystack(about: Allegation) -> str:
    """What an allegation is looked for by: the adult, their employer, who reported it, references."""
    said = about.values
    names = ("given_names", "family_name", "other_names", "employer", "role", "reporter_name")
    texts = [str(said.get(name, "")) for name in names]
    return fold(" ".join([*texts, about.subject.reference, about.report.reference]))


def desk(
    found: Iterable[Allegation], every: Collection[Allegation], at: datetime
) -> list[tuple[str, list[Row]]]:
    """The list in three parts; in each what was reported first stands first."""
    parts: dict[str, list[Allegation]] = {"Wait for the Initial Discussion": [], "Go on": [], "Ended": []}
    for one in sorted(found, key=lambda each: (each.report.recorded_at, str(each.report.pk))):
        part = "Ended" if one.ended else "Go on" if one.discussion else "Wait for the Initial Discussion"
        parts[part].append(one)
    return [(title, [_row(one, at) for one in some]) for title, some in parts.items()] if every else []


def _row(about: Allegation, at: datetime) -> Row:
    said = about.values
    owed = [line for line in _lines(about, at) if not line.met]
    return Row(
        name=about.name,
        href=_page(about),
        works=", ".join(filter(None, (said.get("role"), said.get("employer")))),
        reference=about.subject.reference,
        reported=say_when(about.report.occurred_at),
        stage=about.stage,
        contact=_IN_CONTACT[about.in_contact],
        begun=said.get("begun") is True,
        next="" if about.ended or not owed else owed[0].title,
    )


def _page(about: Allegation, name: str = "allegation", *more: UUID) -> str:
    return reverse(f"allegations:{name}", args=[about.subject.pk, *more])


def _lines(about: Allegation, at: datetime) -> list[DutyLine]:
    return [duty_line(duty, at) for duty in about.duties(at)]


def whole(about: Allegation, roles: Collection[str], at: datetime) -> dict[str, Any]:
    """One allegation: what is owed, what must not be, what can be done, and all that is on record."""
    said, lines = about.values, _lines(about, at)
    facts = [
        ("Works as", ", ".join(filter(None, (said.get("role"), said.get("employer"))))),
        ("Born", _text(about.report, "born", said)),
        ("Reported", f"{say_when(about.report.occurred_at)}, {_reporter(said)}".rstrip(", ")),
        ("Stage", about.stage),
    ]
    alerts = [_IN_CONTACT[about.in_contact]]
    if said.get("in_charge"):
        alerts.append(("In charge of the setting", "today"))
    if said.get("begun") and about.discussion is None:
        alerts.append(("Somebody has begun to investigate", "late"))
    return {
        "facts": [(label, text) for label, text in facts if text],
        "alerts": alerts,
        "owed": [line for line in lines if not line.met],
        "met": [line for line in lines if line.met],
        "must_not": about.must_not(at),
        "acts": _acts(about, roles, at),
        "strands": about.strands,
        "record": [_item(about, entry) for entry in about.entries if entry.kind != "amendment"],
        "senior": _senior(about),
    }


def _text(entry: Entry, name: str, said: Mapping[str, Any]) -> str:
    field = entry_type(entry.kind).fields_of(said)[name]
    return field.text(said[name]) if field.answered(said.get(name)) else ""


def _reporter(said: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (said.get("reporter_name"), said.get("reporter_role"))))


def _senior(about: Allegation) -> str:
    """Who was told as the most senior person not implicated, and whether that counts."""
    told = about.newest("allegation_told")
    said = about.said[told.pk] if told is not None else about.values
    name = ", ".join(filter(None, (said.get("told_name"), said.get("told_role"))))
    implicated = said.get("told_implicated") or said.get("senior_person_implicated")
    return f"{name}: implicated, so this does not count" if name and implicated else name


def _acts(about: Allegation, roles: Collection[str], at: datetime) -> list[tuple[str, str]]:
    """What can be recorded, what the procedure expects now first."""
    expected = recordable.expected_by_kind([about.state], roles, at)
    first = [act for act in _ACTS if act[0] in expected and act[0] not in _LATER]
    rest = [act for act in _ACTS if act[0] in _LATER]
    return [(words, _page(about, name)) for _, name, words in (*first, *rest)]


def _item(about: Allegation, entry: Entry) -> Item:
    kind, said = entry_type(entry.kind), about.said[entry.pk]
    rows = [(field.label, text) for field, text in kind.reads(said) if field.name not in _SERVICE]
    corrected = any(one.amends_id == entry.pk for one in about.entries)
    written = f"{entry.author_name or 'Name not given'}, {entry.author_designation}".rstrip(", ")
    own = entry.kind.startswith("allegation")
    delivery = delivery_of(entry) if entry.kind in _MAILED else None
    delivered = f"E-mail: {delivery.get_state_display().lower()}." if delivery is not None else ""
    return Item(
        id=entry.reference,
        title=kind.summary(said),
        when=say_when(entry.occurred_at),
        by=f"{written}. Written {say_when(entry.recorded_at)}. {entry.reference}",
        rows=rows,
        copies=[
            (file.name, _page(about, "copy", file.pk))
            for file in entry.attachments.defer("content").order_by("added_at", "pk")
        ],
        send=_page(about, "send", entry.pk) if entry.kind in _PAPERS else "",
        correct=_page(about, "correct", entry.pk) if own and entry.kind not in NOT_CORRECTED else "",
        again=_page(about, "again", entry.pk) if delivery is not None and delivery.state in STUCK else "",
        note=" ".join(filter(None, ("Corrected since." if corrected else "", delivered))),
    )


NOT_CORRECTED = frozenset({"allegation_record_sent", "allegation_child"})


@dataclass(frozen=True)
class Linked:
    """A child whom it concerns: as reported, and the child's own record where it was found."""

    name: str
    said: str
    href: str
    record: str


def children(about: Allegation, user: User, at: datetime) -> list[Linked]:
    """The children as reported, then the records that were linked, as far as this reader may open them."""
    rows = about.values.get("children", [])
    told = [Linked(row.get("name", ""), _said(row), "", "") for row in rows]
    links = [about.said[one.pk] for one in about.entries if one.kind == ChildConcerned.kind]
    ids = [UUID(said["child"]) for said in links]
    seen = (
        policy.visible(user, ids, at=at).subjects if user.may(Capability.READ_RECORD, at=at) else frozenset()
    )
    people = Person.objects.in_bulk(list(seen))
    for said, child in zip(links, ids, strict=True):
        name = describe.plain_name(people[child]) if child in people else said["name"]
        href = reverse("casefile:child", args=[child]) if child in seen else ""
        told.append(Linked(name, "", href, "own record"))
    return told


def _said(row: Mapping[str, Any]) -> str:
    fields = entry_type("allegation").fields["children"]
    texts = [text for label, text in fields.reads(row) if label != "Name"]  # type: ignore[attr-defined]
    return ". ".join(texts)


def pattern_line(one: Pattern) -> dict[str, Any]:
    """Another allegation about what may be the same adult."""
    said = one.allegation.values
    return {
        "name": one.allegation.name,
        "href": _page(one.allegation),
        "works": ", ".join(filter(None, (said.get("role"), said.get("employer")))),
        "reported": say_when(one.allegation.report.occurred_at),
        "stage": one.allegation.stage,
        "sure": one.sure,
        "why": "; ".join(one.reasons),
    }

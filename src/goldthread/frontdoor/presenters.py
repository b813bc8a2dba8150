"""Flat values for the desk's pages: whom a contact is about, what was said, asked and recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.frontdoor.doors import REFERRER, TELEPHONE, form_for, own_title
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.queries import RISKS
from goldthread.ledger import locks, procedure
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Group, Sensitivity
from goldthread.ledger.london import london_date, say_when
from goldthread.ledger.models import Entry
from goldthread.people import describe
from goldthread.people.models import Address, Person
from goldthread.procedures.duties import Duty
from goldthread.web.clauses import Why, why
from goldthread.web.duties import DutyLine, duty_line

Badge = tuple[str, str]
Row = tuple[str, str]
Link = tuple[str, str]  # words and address

RISK_WORDS = {
    "imminent_risk": "Immediate danger",
    "significant_harm": "Significant harm",
    "suspected_crime": "Possible crime",
}


@dataclass(frozen=True)
class ChildLine:
    """One child of a contact."""

    name: str
    about: str
    href: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Head:
    """What stands at the head of every page about a contact."""

    title: str
    reference: str
    received: str
    how: str
    who: str
    badges: Sequence[Badge]
    children: Sequence[ChildLine]
    held_by: str
    others: int


@dataclass(frozen=True)
class Section:
    """Answers that stand together."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Note:
    """A sentence of the procedure, and where it comes from."""

    says: str
    why: Why


@dataclass(frozen=True)
class Item:
    """One entry in a timeline."""

    when: str
    title: str
    text: str
    by: str
    href: str
    badges: Sequence[Badge] = ()


def instant(text: str) -> datetime:
    """A moment as a payload holds it."""
    return datetime.fromisoformat(text)


def head(file: ContactFile, at: datetime) -> Head:
    """Who told us, how and when, about whom, and what is grave."""
    said, contact = file.said, file.contact
    lines = [child_line(child, at) for child in file.children]
    return Head(
        title=", ".join(line.name for line in lines),
        reference=contact.reference,
        received=say_when(contact.occurred_at),
        how=Contact.fields["channel"].text(said["channel"]) if said.get("channel") else "",
        who=who(said),
        badges=[
            (RISK_WORDS[risk], "late")
            for risk in RISKS
            if any(risks(child, at, risk) for child in file.children)
        ],
        children=lines,
        held_by=held_by(file),
        others=file.others,
    )


def risks(child: Child, at: datetime, risk: str) -> bool:
    """Whether that risk stands for the child."""
    return child.facts(at).get(risk) is True


def who(said: Mapping[str, Any]) -> str:
    """What kind of referrer, and the agency where there is one: never a name."""
    kind = Contact.fields["referrer_kind"].text(said["referrer_kind"]) if said.get("referrer_kind") else ""
    return ", ".join(part for part in (kind, said.get("referrer_agency")) if part) or "Not known who"


def held_by(file: ContactFile) -> str:
    """The worker and the team who hold the case."""
    episode = file.children[0].episode
    names = [str(one) for one in (episode.worker, episode.team) if one]
    return ", ".join(names)


def child_line(child: Child, at: datetime) -> ChildLine:
    """The child, with what the contact says of this child alone."""
    about = describe.born_and_age(child.person, london_date(at))
    rows = [(field.label, text) for field, text in Contact.reads_part(child.said) if field.name not in _NAMES]
    return ChildLine(child.name, about, reverse("casefile:child", args=[child.id]), rows)


def known_line(person: Person | None, subject: UUID, at: datetime) -> ChildLine:
    """Somebody already on record."""
    addresses = Address.objects.standing().filter(subject_id=subject, safe=False).order_by("-since")[:2]
    rows = [("Address", ", ".join(part for part in (one.lines, one.postcode) if part)) for one in addresses]
    about = describe.born_and_age(person, london_date(at))
    return ChildLine(describe.display_name(person), about, reverse("casefile:child", args=[subject]), rows)


_WORRY = frozenset({"concern", "service_wanted"})  # what is read first
_NAMES = frozenset({"given_names", "family_name", "born"})


def said(file: ContactFile, *, revealed: bool) -> list[Section]:
    """All that the contact says, the worry first; whoever says it may be masked (HERTS-3.25)."""
    rows = _rows(file, revealed=revealed)
    form = procedure.newest().forms.get(str(file.said.get("form")))
    form = form or procedure.newest().forms.get(form_for(procedure.newest(), TELEPHONE))
    sections: list[Section] = []
    for page in form.pages.values() if form else ():
        names = dict.fromkeys(ask.partition(".")[0] for ask in page.asks)
        first = not _WORRY.isdisjoint(names)
        section = Section(page.title, [rows.pop(name) for name in names if name in rows])
        sections.insert(0 if first else len(sections), section)
    return [section for section in (*sections, Section("Also recorded", list(rows.values()))) if section.rows]


def quotes(file: ContactFile, names: Iterable[str], *, revealed: bool) -> list[Row]:
    """What the contact already says of some questions."""
    rows = _rows(file, revealed=revealed)
    return [rows[name] for name in names if name in rows]


def _rows(file: ContactFile, *, revealed: bool) -> dict[str, Row]:
    """Each answer of the contact by its field's name; what is locked is kept back."""
    shut = locks.locked(file.contact) - ({Sensitivity.LOCKED_REFERRER} if revealed else set())
    fields = [
        (field, _people(field, file.said[field.name]) if isinstance(field, Group) else text)
        for field, text in Contact.reads({**file.said, "children": []})
    ]
    return {pair[0].name: row for pair, row in zip(fields, locks.mask(fields, shut), strict=True)}


def _people(group: Group, rows: Iterable[Mapping[str, Any]]) -> str:
    """One line for each person of a group: the name, then what is said of them."""
    lines = []
    for row in rows:
        name = " ".join(str(row[key]) for key in ("given_names", "family_name") if row.get(key))
        rest = {
            key: one for key, one in group.fields.items() if key not in _NAMES and one.answered(row.get(key))
        }
        told = [f"{one.label} {one.text(row[key])}" for key, one in rest.items()]
        lines.append("; ".join([name or "Name not known", *told]))
    return "\n".join(lines)


def quotes_of_children(file: ContactFile, names: Iterable[str]) -> list[Row]:
    """What the contact already says of each child, the child named where there are several."""
    wanted, several = frozenset(names), len(file.children) > 1
    return [
        (f"{field.label} ({child.name})" if several else field.label, text)
        for child in file.children
        for field, text in Contact.reads_part(child.said)
        if field.name in wanted
    ]


def guidance(place: str) -> list[Note]:
    """The sentences that the procedure shows at a place."""
    pack = procedure.newest()
    notes = [Note(each.says, why(each)) for each in pack.guidance.values() if place in each.show_on]
    to_family = [one for one in pack.family.values() if place in one.steps]
    return notes + [Note(f"For the family: {' '.join(one.says)}", why(one)) for one in to_family]


def duty_lines(
    file: ContactFile, at: datetime, acts: Mapping[str, Link], *, referrer: bool = False
) -> list[DutyLine]:
    """What the procedure asks on this contact of the service, or of the `referrer`; siblings together.

    A child is named only where not all the children are meant.

    `acts` are the words and address of what can be done now, by the event that it makes.
    """
    together: dict[tuple[Any, ...], list[tuple[Child, Duty]]] = {}
    for child in file.children:
        for duty in child.duties(at):
            if file.table.may_act(duty.rule.written.by, [REFERRER]) is referrer:
                key = (duty.id, duty.due.instant if duty.due else None, duty.state)
                together.setdefault(key, []).append((child, duty))
    lines = []
    for same in together.values():
        duty = same[0][1]
        names = ", ".join(child.name for child, _ in same) if len(same) < len(file.children) else ""
        possible = acts if not duty.met else {}
        act = next((possible[event] for event in duty.rule.met_by if event in possible), None)
        lines.append(duty_line(duty, at, about=names, act=act))
    return lines


def is_timed(line: DutyLine) -> bool:
    """Whether the procedure sets a limit."""
    return bool(line.due.exactly)


def timeline(entries: Iterable[Entry]) -> list[Item]:
    """What was recorded, each with a link to the whole."""
    return [item(entry) for entry in entries]


def title_of(entry: Entry) -> str:
    """What kind of entry it is, as the authority calls the step that it records."""
    kind, pack = entry_type(entry.kind), procedure.newest()
    made = next(iter(kind.makes()), "").partition(".")[0]
    named = pack.steps.get(entry.payload.get("step", ""))
    return (named.title if named else own_title(pack, made)) or kind.title


def item(entry: Entry) -> Item:
    """One entry in short."""
    kind = entry_type(entry.kind)
    settled = entry.authorises or entry.declines
    title = f"{kind.title}: {title_of(settled)}" if settled else title_of(entry)
    summary = kind.summary(entry.payload)
    text = entry.payload.get("reason", "") if settled else summary.removeprefix(kind.title).removeprefix(": ")
    badges = [("Outside the procedure", "today")] if entry.outside_reason else []
    return Item(
        when=say_when(entry.occurred_at),
        title=title,
        text=". ".join(part for part in (_outcome(entry), text) if part),
        by=signed_by(entry),
        href=reverse("casefile:entry", args=[entry.pk]),
        badges=badges,
    )


def _outcome(entry: Entry) -> str:
    """What was decided, where it is one for all the children; else it stands with each of them."""
    field = entry_type(entry.kind).fields.get("outcome")
    if field is None:
        return ""
    decided = {part.payload["outcome"] for part in entry.parts.all() if part.payload.get("outcome")}
    return field.text(decided.pop()) if len(decided) == 1 else ""


def signed_by(entry: Entry) -> str:
    """Who signed it; a referrer only by what they are."""
    if entry.kind == "contact":
        return who(entry.payload)
    return ", ".join(part for part in (locks.author_name(entry), entry.author_designation) if part)


def parts_of(entry: Entry, names: Mapping[UUID, str]) -> list[Section]:
    """What an entry says of each child alone."""
    parts = [part for part in entry.parts.all() if part.subject_id in names]
    return [
        Section(names[part.subject_id], rows)
        for part in parts
        if (rows := locks.reads_part(entry, part.payload))
    ]


def whole(entry: Entry) -> list[Row]:
    """Everything that an entry says of all the children together."""
    return locks.reads(entry)

"""Two procedures side by side: what differs first, in words and with dates that show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from goldthread.ledger.fields import Choice, Field, FieldError, Raw, Retention, Sensitivity, parse_fields
from goldthread.manual.editions import Edition
from goldthread.manual.rulewords import NO_LIMIT, is_limited, sentence
from goldthread.manual.working_out import due_words, said_start
from goldthread.procedures.comparing import Kind, Variation, differences
from goldthread.web.places import DUTY, OUTCOME

Thing = TypeVar("Thing")
Groups = Sequence[tuple[str, Sequence[Thing]]]
"""Things under a heading each."""

HEADINGS: dict[Kind, str] = {
    "duty": "Time limits",
    "decider": "Who decides",
    "step": "When steps open, and who acts",
    "outcome": "What outcomes are called",
    "hours": "Opening hours",
}
"""The kinds of difference, in the order in which they matter."""


@dataclass(frozen=True)
class Entry:
    """What one procedure says of something, and where that stands."""

    who: str
    title: str
    says: str
    href: str


@dataclass(frozen=True)
class Shown:
    """An example: a start, and when each limit falls."""

    start: str
    dues: tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """One thing that both have. `verdict` says briefly how they compare, `because` what makes it so."""

    title: str
    verdict: str
    tone: str
    sides: tuple[Entry, Entry]
    examples: Sequence[Shown]
    because: str


@dataclass(frozen=True)
class Alone:
    """What only one of the two has: its time limits, and the rest by kind."""

    who: str
    limits: Sequence[Entry]
    rest: Groups[Entry]


@dataclass(frozen=True)
class Compared:
    """Two procedures compared: differences by kind, what only one of them has, and what is the same."""

    one: Edition
    other: Edition
    differ: Groups[Difference]
    alone: tuple[Alone, Alone]
    same: Groups[Entry]


@dataclass(frozen=True)
class Asked:
    """What is wrong with the question, or the answer to it."""

    errors: Sequence[FieldError] = ()
    compared: Compared | None = None


def fields_of(authorities: Sequence[Edition]) -> dict[str, Field]:
    """The two authorities to choose."""
    names = {edition.pack.authority: edition.authority for edition in authorities}
    shared = (Sensitivity.OPEN, Retention.ROUTING)  # nothing is kept: the question stands in the address
    return {
        "one": Choice("Compare", *shared, called="the first authority", required=True, choices=names),
        "other": Choice("With", *shared, called="the second authority", required=True, choices=names),
    }


def ask(authorities: Sequence[Edition], fields: Mapping[str, Field], raw: Raw) -> Asked:
    """Compare the two authorities that were chosen."""
    parsed = parse_fields(fields, raw)
    if parsed.errors:
        return Asked(parsed.errors)
    by_id = {edition.pack.authority: edition for edition in authorities}
    one, other = by_id[parsed.values["one"]], by_id[parsed.values["other"]]
    if one is other:
        return Asked([FieldError("other", "Choose an authority other than the first")])
    return Asked(compared=compared(one, other))


def compared(one: Edition, other: Edition) -> Compared:
    """Everything of both."""
    found = list(differences(one.pack, other.pack))
    both = [each for each in found if not each.only_in]
    return Compared(
        one=one,
        other=other,
        differ=_by_kind((each.kind, _difference(each, one, other)) for each in both if each.effect != "same"),
        alone=(_alone(found, one), _alone(found, other)),
        same=_by_kind((each.kind, _entry(each, one)) for each in both if each.effect == "same"),
    )


def _alone(found: Sequence[Variation], edition: Edition) -> Alone:
    own = [each for each in found if each.only_in == edition.pack.id]
    limited = [each for each in own if each.kind == "duty" and _is_limited(each.name, edition)]
    rest = [(each.kind, _entry(each, edition)) for each in own if each not in limited]
    return Alone(edition.authority, [_entry(each, edition) for each in limited], _by_kind(rest, NO_LIMIT))


def _is_limited(name: str, edition: Edition) -> bool:
    step, _, duty = name.partition(".")
    return is_limited(edition.pack.steps[step].duties[duty])


def _by_kind(pairs: Iterable[tuple[Kind, Thing]], duties: str = HEADINGS["duty"]) -> Groups[Thing]:
    groups: dict[Kind, list[Thing]] = {kind: [] for kind in HEADINGS}
    for kind, thing in pairs:
        groups[kind].append(thing)
    headings = HEADINGS | {"duty": duties}
    return [(headings[kind], things) for kind, things in groups.items() if things]


def _difference(found: Variation, one: Edition, other: Edition) -> Difference:
    verdict, tone = _verdict(found, one.authority, other.authority)
    return Difference(
        title=found.title,
        verdict=verdict,
        tone=tone,
        sides=(_entry(found, one), _entry(found, other, second=True)),
        examples=[
            Shown(said_start(each.start), (due_words(each.ours), due_words(each.theirs)))
            for each in found.examples
        ],
        because=_because(found, one, other),
    )


def _verdict(found: Variation, one: str, other: str) -> tuple[str, str]:
    """How the two compare, in a few words, and the tone of the badge."""
    if found.kind != "duty":
        return "Differs", "info"
    if not found.comparable:
        return "Counted from different things", "quiet"
    if found.effect == "mixed":
        return (
            "Now one is earlier, now the other" if found.examples else "Stricter and looser in part"
        ), "today"
    return f"Stricter: {one if found.effect == 'stricter' else other}", "today"


def _because(found: Variation, one: Edition, other: Edition) -> str:
    """What makes the difference: for how many starts the first limit is earlier and later, or what else."""
    if found.kind != "duty" or not found.comparable:
        return ""
    shares = (("earlier", found.share_earlier), ("later", found.share_later))
    parts = [f"{word} for {share:.0%}" for word, share in shares if share]
    if parts:
        return f"Of all starts over twelve years, the limit of {one.authority} falls {' and '.join(parts)}."
    limited = [_is_limited(found.name, edition) for edition in (one, other)]
    same = "They are equally long, but do not start with the same events."
    return same if all(limited) else "Only one of them gives a limit." if any(limited) else ""


def _entry(found: Variation, edition: Edition, *, second: bool = False) -> Entry:
    """What one of the two says; of what only one has, that one."""
    said = found.theirs if second or found.ours is None else found.ours
    return Entry(edition.authority, found.title, sentence(said or ""), _place(found, edition))


def _place(found: Variation, edition: Edition) -> str:
    """Where a procedure says it."""
    step, _, name = found.name.partition(".")
    if found.kind == "hours":
        return f"{edition.page('manual:services')}#service-{found.name}"
    anchors = {"duty": f"{DUTY}-{name}", "outcome": f"{OUTCOME}-{name}", "decider": f"{OUTCOME}-{name}"}
    return edition.step(step, anchors.get(found.kind, ""))

"""What a step's page shows: its duties, points, outcomes and bans, each with its clauses, as flat values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from goldthread.manual.editions import Edition
from goldthread.manual.pathway import Stop
from goldthread.manual.rulewords import (
    EVERYONE,
    Words,
    all_of,
    counting,
    dates,
    is_limited,
    limit,
    sentence,
)
from goldthread.procedures.format.steps import Attendee, DutyRule, MustNot, Outcome, Point, Step
from goldthread.procedures.pack import Pack
from goldthread.web.clauses import Cited, OurReading, Why, readings, why
from goldthread.web.places import ATTENDEE, DUTY, MUST_NOT, OUTCOME, POINT

Rows = tuple[tuple[str, tuple[str, ...]], ...]
"""Labels, each with one or more lines of text."""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True)
class Rule:
    """One rule. `badge` is what to see first, such as its limit; `counted_by` are readings of the count.

    `beside` are duties from another document that limit the same thing; `notes` say more in sentences.
    """

    anchor: str
    title: str
    rows: Rows
    why: Why
    badge: str = ""
    says: str = ""
    notes: tuple[str, ...] = ()
    counted_by: tuple[OurReading, ...] = ()
    beside: tuple[Link, ...] = ()
    work_out: str = ""
    leads: tuple[Link, ...] = ()


@dataclass(frozen=True)
class StepPage:
    """A step, with everything that the procedure says of it."""

    stop: Stop
    rows: Rows
    why: Why
    duties: tuple[Rule, ...]
    points: tuple[Rule, ...]
    attends: tuple[Rule, ...]
    outcomes: tuple[Rule, ...]
    must_not: tuple[Rule, ...]


def step_page(edition: Edition, stop: Stop) -> StepPage:
    """The page of one step."""
    step = edition.pack.steps[stop.id]
    said = Words(edition.pack)
    return StepPage(
        stop=stop,
        rows=_rows(_opening(step, said, stop.id)),
        why=why(step, edition.pack),
        duties=tuple(duty_rule(edition, stop.id, name) for name in step.duties),
        points=tuple(_point(edition.pack, name, point) for name, point in step.points.items()),
        attends=tuple(_attendee(edition.pack, name, one) for name, one in step.attends.items()),
        outcomes=tuple(_outcome(edition, stop, name, each) for name, each in step.outcomes.items()),
        must_not=tuple(_ban(edition.pack, stop.id, name, ban) for name, ban in step.must_not.items()),
    )


def _rows(pairs: Iterator[tuple[str, list[str]]]) -> Rows:
    """Those that say something."""
    kept = ((label, tuple(sentence(line) for line in lines if line)) for label, lines in pairs)
    return tuple((label, lines) for label, lines in kept if lines)


def _opening(step: Step, said: Words, here: str) -> Iterator[tuple[str, list[str]]]:
    anytime = step.opens_when == "always"
    yield "Opens", ["At any time"] if anytime else [said.event(event, here) for event in step.opens_when]
    yield from _asked(step, said)
    yield "Who may record it", [said.roles(step.by)]


def _asked(part: Step | DutyRule | MustNot, said: Words) -> Iterator[tuple[str, list[str]]]:
    """Under which conditions a part applies."""
    yield "Only if", [all_of(said.conditions(part.when))]
    yield "Not if", said.conditions(part.unless)


def duty_rule(edition: Edition, step_id: str, name: str) -> Rule:
    """One duty, in words."""
    pack, said = edition.pack, Words(edition.pack)
    step = pack.steps[step_id]
    rule = step.duties[name]
    limited = is_limited(rule)
    own = rule.reading + (rule.in_force.reading if rule.in_force else ())
    return Rule(
        anchor=f"{DUTY}-{name}",
        title=rule.title,
        badge=limit(rule, pack),
        rows=_rows(_duty_rows(rule, said, step_id)),
        why=replace(why(rule, pack), readings=readings(own, pack)),
        notes=tuple(_notes(rule, pack)),
        counted_by=readings((one for one in counting(rule, pack) if one not in own), pack),
        beside=tuple(_beside(edition, step_id, name)),
        work_out=edition.work_out(f"{step_id}.{name}") if limited else "",
    )


def _duty_rows(rule: DutyRule, said: Words, here: str) -> Iterator[tuple[str, list[str]]]:
    yield "Who", [said.role(rule.by) if rule.by else EVERYONE]
    yield "Counted from" if is_limited(rule) else "Starts with", [said.started_by(rule, here)]
    if rule.usually:
        yield "Usually", [f"Within {rule.usually}: a target, never a breach"]
    yield from _asked(rule, said)
    yield "Done when any of these is recorded", said.done_by(rule, here)
    yield "In force", [dates(rule.in_force)]


def _notes(rule: DutyRule, pack: Pack) -> Iterator[str]:
    if rule.softened:
        yield f"The source softens this: {rule.softened}. Later than that, the reason is asked for."
    if rule.replaces:
        yield replaced(rule, pack)


def replaced(rule: DutyRule, pack: Pack) -> str:
    """What an overlay's rule takes the place of, and how the two compare."""
    whose, step, name = rule.replaces.split(".")
    home = pack if whose == pack.id else pack.base or pack
    old = home.steps[step].duties[name]
    said = f"It takes the place of another rule ({limit(old, home).lower()})"
    return f"{said}, and is {rule.effect or 'not compared'}." + (f" {rule.because}" if rule.because else "")


def _beside(edition: Edition, step_id: str, name: str) -> Iterator[Link]:
    for other_id, other in conflicting(edition.pack, step_id, name):
        href = edition.step(step_id, f"{DUTY}-{other_id}")
        yield Link(f"{other.title}: {limit(other, edition.pack).lower()}", href)


def conflicting(pack: Pack, step_id: str, name: str) -> list[tuple[str, DutyRule]]:
    """The duties with which one conflicts, by their ids, whichever of the two says so."""
    duties = pack.steps[step_id].duties
    return [
        (other_id, other)
        for other_id, other in duties.items()
        if other_id in duties[name].conflicts_with or name in other.conflicts_with
    ]


def _point(pack: Pack, name: str, point: Point) -> Rule:
    return Rule(f"{POINT}-{name}", point.asks, (), why(point, pack))


def _attendee(pack: Pack, name: str, one: Attendee) -> Rule:
    must = "Must attend" if one.must else "May be asked"
    return Rule(f"{ATTENDEE}-{name}", one.title, (), why(one, pack), badge=must, says=one.says)


def _outcome(edition: Edition, stop: Stop, name: str, outcome: Outcome) -> Rule:
    pack, said = edition.pack, Words(edition.pack)
    step = pack.steps[stop.id]
    event = f"{stop.id}.{name}"
    opened = (
        Link(other.title, edition.step(other_id))
        for other_id, other in pack.steps.items()
        if other.opens_when != "always" and event in other.opens_when
    )
    rows = [("Who may record it", [said.roles(outcome.by or step.by)])]
    if outcome.authorised_by:
        other = ", who must be another person" if outcome.two_people else ""
        rows.append(("Takes effect when authorised by", [said.role(outcome.authorised_by) + other]))
    return Rule(
        anchor=f"{OUTCOME}-{name}",
        title=outcome.title or step.title,
        says=outcome.says,
        rows=_rows(iter(rows)),
        why=why(outcome, pack),
        badge="Ends the case" if outcome.ends_case else "",
        leads=tuple(opened),
    )


def _ban(pack: Pack, here: str, name: str, ban: MustNot) -> Rule:
    said = Words(pack)
    rows = [
        ("Who", [said.roles(ban.roles)]),
        ("From", [said.events(ban.of, here)]),
        ("Until", [said.events(ban.until, here)]),
        *_asked(ban, said),
        ("The service does not take", said.refused(ban, here)),
    ]
    return Rule(f"{MUST_NOT}-{name}", ban.what, _rows(iter(rows)), why(ban, pack))


def cited_parts(pack: Pack) -> Iterator[tuple[str, str, str, Cited]]:
    """Everything in the steps that can rest on a reading: its step, anchor and title, and the part itself."""
    for step_id, step in pack.steps.items():
        yield step_id, "", step.title, step
        parts: list[tuple[str, str, str, Cited]] = [
            *((DUTY, name, one.title, one) for name, one in step.duties.items()),
            *((POINT, name, one.asks, one) for name, one in step.points.items()),
            *((ATTENDEE, name, one.title, one) for name, one in step.attends.items()),
            *((OUTCOME, name, one.title or step.title, one) for name, one in step.outcomes.items()),
            *((MUST_NOT, name, one.what, one) for name, one in step.must_not.items()),
        ]
        yield from ((step_id, f"{kind}-{name}", title, one) for kind, name, title, one in parts)

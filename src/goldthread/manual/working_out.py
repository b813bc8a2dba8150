"""Works a limit out for people: when it falls, which days were counted, and which were not and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldthread.ledger.fields import (
    Choice,
    Date,
    Field,
    FieldError,
    Raw,
    Retention,
    Sensitivity,
    When,
    parse_fields,
)
from goldthread.ledger.london import say_date, say_time
from goldthread.manual import editions
from goldthread.manual.editions import Edition
from goldthread.manual.rules import Rule, conflicting, duty_rule
from goldthread.manual.rulewords import dates, is_limited, sentence, short_limit
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.limits import counter, days_in_force
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import NoProcedure
from goldthread.procedures.walltime import london_day
from goldthread.procedures.working_calendar import Due, OutsideCalendar, WorkingCalendar
from goldthread.web.places import DUTY

START = "start"
TIME = f"{START}-time"
MOST_DAYS = 62  # a count that takes longer is told without its days one by one
_OPEN = (Sensitivity.OPEN, Retention.ROUTING)  # nothing is kept: the question stands in the address


@dataclass(frozen=True)
class DayLine:
    """One day of the count: `state` is start, counted, not (a day off) or due."""

    day: str
    note: str
    state: str


@dataclass(frozen=True)
class Beside:
    """Another limit on the same thing, with its own date."""

    title: str
    due: str
    href: str


@dataclass(frozen=True)
class Answer:
    """When a limit falls, in words, and how it was counted."""

    rule: Rule
    edition: Edition
    place: str
    started: str
    due: str
    target: str
    last_working_day: str
    days: Sequence[DayLine]
    not_counted: Sequence[DayLine]
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class Asked:
    """What the form says: its fields, what is wrong with it, and the answer when all is there."""

    fields: Mapping[str, Field]
    errors: Sequence[FieldError] = ()
    answer: Answer | None = None


def rules_of(pack: Pack) -> dict[str, str]:
    """The limits of a procedure that can be worked out: step.duty, and its words."""
    return {
        f"{step_id}.{name}": f"{step.title}: {rule.title} ({short_limit(rule)})"
        for step_id, step in pack.steps.items()
        for name, rule in step.duties.items()
        if is_limited(rule)
    }


def fields_of(authorities: Sequence[Edition], chosen: Edition) -> dict[str, Field]:
    """The questions: which authority, which of its limits, and from when."""
    names = {one.pack.authority: one.authority for one in authorities}
    return {
        "authority": Choice("Authority", *_OPEN, called="the authority", required=True, choices=names),
        "rule": Choice("Limit", *_OPEN, called="the limit", required=True, choices=rules_of(chosen.pack)),
        START: When(
            "Day and time from which it counts",
            *_OPEN,
            called="the start",
            required=True,
            hint="For a limit that counts back: the date from which it does. A limit in days needs no time.",
        ),
    }


def ask(fields: Mapping[str, Field], raw: Raw, today: date) -> Asked:
    """Work out what was asked."""
    picked = parse_fields(fields, raw, only=["authority", "rule"])
    authority, name = (str(picked.values.get(key, "")) for key in ("authority", "rule"))
    rule = _rule(authority, name, today) if authority and name else None
    start = parse_fields({START: _start_field(fields, raw, rule)}, raw)
    if errors := picked.errors + start.errors:
        return Asked(fields, errors)
    said = str(start.values[START])
    moment = datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    try:
        return Asked(fields, answer=_answer(authority, name, moment))
    except (NotThen, OutsideCalendar) as wrong:
        return Asked(fields, [FieldError(START, sentence(str(wrong)), ("year",))])


def begun(
    fields: Mapping[str, Field], raw: Mapping[str, list[str]], authority: str, at: datetime
) -> dict[str, list[str]]:
    """The form as it is first shown: now, unless something was typed already."""
    return {**fields[START].write(f"{at:%Y-%m-%dT%H:%M:%SZ}", START), **raw, "authority": [authority]}


class NotThen(LookupError):
    """The limit was not in force on that day."""


def _rule(authority: str, name: str, today: date) -> DutyRule:
    """The duty asked for, as today's version has it."""
    step_id, _, duty_id = name.partition(".")
    return editions.edition(authority, today).pack.steps[step_id].duties[duty_id]


def _start_field(fields: Mapping[str, Field], raw: Raw, rule: DutyRule | None) -> Field:
    """A day alone is enough, but for a limit in hours."""
    asked = fields[START]
    timed = any(text.strip() for text in raw.get(TIME, ()))
    if timed or (rule and by_the_hour(rule)):
        return asked
    return Date(asked.label, asked.sensitivity, asked.retention, called=asked.called, required=True)


def by_the_hour(rule: DutyRule) -> bool:
    """Whether a rule's limit needs a time of day to count from."""
    length = rule.before or rule.within
    return length is not None and length.unit in {Unit.HOURS, Unit.IMMEDIATELY}


def _answer(authority: str, name: str, start: date | datetime) -> Answer:
    """The answer by the version in force on the day of the start. Raises NotThen, OutsideCalendar."""
    day = london_day(start)
    edition = _edition_on(authority, day)
    step_id, _, duty_id = name.partition(".")
    step = edition.pack.steps.get(step_id)
    rule = step.duties.get(duty_id) if step else None
    due = _due(edition.pack, rule, start) if rule else None
    if rule is None or due is None:
        period = f" It is in force {dates(rule.in_force)}." if rule and rule.in_force else ""
        raise NotThen(f"this limit was not in force on {say_date(day)}.{period} Choose another day")
    usual = counter(edition.pack, rule, rule.usually)
    lines = list(day_lines(edition.pack.calendar, due))
    return Answer(
        rule=duty_rule(edition, step_id, duty_id),
        edition=edition,
        place=edition.step(step_id, f"{DUTY}-{duty_id}"),
        started=said_start(start),
        due=due_words(due),
        target=due_words(usual(start, day)) if usual else "",
        last_working_day=said_day(due.last_working_day) if due.last_working_day != due.day else "",
        days=lines if len(lines) <= MOST_DAYS else (),
        not_counted=[line for line in lines if line.state == "not"] if len(lines) > MOST_DAYS else (),
        beside=tuple(_beside(edition, step_id, duty_id, start)),
    )


def _due(pack: Pack, rule: DutyRule, start: date | datetime) -> Due | None:
    """When a rule's limit falls; None if it has none, or was not in force on the day of the start."""
    day = london_day(start)
    since, until = days_in_force(pack, rule)
    count = counter(pack, rule, rule.before or rule.within)
    return count(start, day) if count and since <= day <= until else None


def _beside(edition: Edition, step_id: str, name: str, start: date | datetime) -> Iterator[Beside]:
    """What the sources say otherwise of the same thing, for the same start."""
    for other_id, other in conflicting(edition.pack, step_id, name):
        timed = isinstance(start, datetime) or not by_the_hour(other)
        if timed and (due := _due(edition.pack, other, start)):
            yield Beside(other.title, due_words(due), edition.step(step_id, f"{DUTY}-{other_id}"))


def _edition_on(authority: str, day: date) -> Edition:
    try:
        return editions.edition(authority, day, day)
    except NoProcedure as wrong:
        first = editions.versions(authority)[0]
        since = dates(first.pack.head.in_force)
        problem = f"{first.authority} had no procedure here on {say_date(day)}; this one is in force {since}"
        raise NotThen(f"{problem}. Choose another day") from wrong


def day_lines(calendar: WorkingCalendar, due: Due) -> Iterator[DayLine]:
    """Every day of a count in working days, from the start on, backwards too. Other counts have none."""
    if not due.in_working_days:
        return
    step = timedelta(days=1 if due.start <= due.day else -1)
    yield DayLine(said_day(due.start), "The start: day 0", "start")
    counted, day = 0, due.start
    while day != due.day:
        day += step
        off = calendar.why_not(day)
        counted += off is None
        state = "not" if off else "due" if day == due.day else "counted"
        yield DayLine(said_day(day), f"Not counted: {off}" if off else f"Working day {counted}", state)


def said_start(start: date | datetime) -> str:
    """Thursday 2 April 2026 at 4:40pm."""
    time = f" at {say_time(start)}" if isinstance(start, datetime) else ""
    return said_day(london_day(start)) + time


def said_day(day: date) -> str:
    """Thursday 2 April 2026."""
    return f"{day:%A} {say_date(day)}"


def due_words(due: Due) -> str:
    """By the end of Wednesday 8 April 2026, or by 4:40pm on that day."""
    by = "the end of" if due.kind == "day" else f"{say_time(due.instant)} on"
    return f"By {by} {said_day(due.day)}"

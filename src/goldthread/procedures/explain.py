"""Explains a duty or a refusal: what started it, the rule and its version, how it counts, and its source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from goldthread.procedures import in_words
from goldthread.procedures.bans import table_at
from goldthread.procedures.duties import Duty
from goldthread.procedures.fold import CaseState
from goldthread.procedures.format.cites import Cite, Reading, Source
from goldthread.procedures.format.steps import DutyRule, MustNot
from goldthread.procedures.limits import days_in_force
from goldthread.procedures.pack import Pack
from goldthread.procedures.sources import Sources
from goldthread.procedures.standing import forbidden


class Cited(NamedTuple):
    """A citation, with its document, and the passage as written where the document is at hand."""

    cite: Cite
    source: Source | None
    passage: str | None


class Version(NamedTuple):
    """The version of a procedure that a rule is of. `since`, `until`: its days in force; None: no end."""

    pack: str
    title: str
    authority: str
    digest: str
    since: date | None
    until: date | None


class Replaced(NamedTuple):
    """A rule, pack.step.duty, that another replaced: what it said, and what the other is beside it."""

    rule: str
    limit: str
    effect: str
    because: str


class Beside(NamedTuple):
    """A duty from another document of the area that limits the same thing otherwise: kept and shown (R12)."""

    duty: str
    limit: str
    rule: DutyRule


class Explanation(NamedTuple):
    """Everything that stands behind a duty.

    `started_by` and `limit` are in words; `applies` are the conditions that held; `path` are the rules that
    this one replaced, the latest first; `readings` are those that apply, by id.
    """

    duty: Duty
    started_by: str
    limit: str
    responsible: str
    applies: Sequence[str]
    version: Version
    path: Sequence[Replaced]
    beside: Sequence[Beside]
    readings: Mapping[str, Reading]
    cited: Sequence[Cited]


class Decider(NamedTuple):
    """Who may record an outcome, and who must then authorise it, in words."""

    name: str
    title: str
    says: str
    version: Version
    readings: Mapping[str, Reading]
    cited: Sequence[Cited]


class Forbidden(NamedTuple):
    """Everything that stands behind a must_not rule. `holds` says whether it forbids now."""

    name: str
    rule: MustNot
    holds: bool
    refuses: Sequence[str]
    roles: Sequence[str]
    since: str
    until: str
    applies: Sequence[str]
    version: Version
    readings: Mapping[str, Reading]
    cited: Sequence[Cited]


def explain(duty: Duty, sources: Sources) -> Explanation:
    """What stands behind a duty."""
    pack, rule = duty.start.table.pack, duty.rule.written
    return Explanation(
        duty,
        in_words.event(pack, duty.start.name),
        in_words.limit(pack, rule, duty.start.name),
        duty.start.table.title_of(rule.by),
        applies(pack, rule),
        version(pack, rule),
        path(pack, duty.rule.id),
        beside(pack, duty.rule.id),
        readings_of(rule, pack),
        cited(pack, rule.cite, sources),
    )


def forbidding(state: CaseState, name: str, at: datetime, sources: Sources) -> Forbidden:
    """What stands behind a must_not rule, step.rule. Raises KeyError if there is none such."""
    pack = table_at(state, at).pack
    step, _, ban_id = name.partition(".")
    rule = pack.steps[step].must_not[ban_id]
    return Forbidden(
        name,
        rule,
        any(ban.id == name for ban in forbidden(state, at)),
        [in_words.refused(pack, each) for each in rule.refuses],
        [in_words.role(pack, each) for each in rule.roles],
        in_words.events(pack, rule.of),
        in_words.events(pack, rule.until),
        applies(pack, rule),
        version(pack),
        _known(pack, rule.reading),
        cited(pack, rule.cite, sources),
    )


def deciding(state: CaseState, name: str, at: datetime, sources: Sources) -> Decider:
    """What stands behind who may record an outcome, step.outcome. Raises KeyError if there is none such."""
    table = table_at(state, at)
    _, step, outcome = table.outcomes[name]
    return Decider(
        name,
        outcome.title or step.title,
        in_words.decider(table.pack, step, outcome),
        version(table.pack),
        _known(table.pack, outcome.reading or step.reading),
        cited(table.pack, outcome.cite or step.cite, sources),
    )


def applies(pack: Pack, rule: DutyRule | MustNot) -> list[str]:
    """The conditions under which a rule applies, in words."""
    return [f"if {in_words.condition(pack, each)}" for each in rule.when] + [
        f"unless {in_words.condition(pack, each)}" for each in rule.unless
    ]


def version(pack: Pack, rule: DutyRule | None = None) -> Version:
    """The version of the procedure of which a rule is, and the days on which both are in force."""
    since, until = days_in_force(pack, rule)
    return Version(
        pack.id,
        pack.head.title,
        pack.head.authority,
        pack.digest,
        None if since == date.min else since,
        None if until == date.max else until,
    )


def path(pack: Pack, name: str) -> list[Replaced]:
    """The rules that a rule, step.duty, replaced: in its own pack, or in the packs that it builds on."""
    return list(_replaced(pack, name))


def _replaced(pack: Pack, name: str) -> Iterator[Replaced]:
    rule = _rule(pack, name)
    while rule and rule.replaces:
        pack_id, _, name = rule.replaces.partition(".")
        while pack.id != pack_id and pack.base:
            pack = pack.base
        older = _rule(pack, name)
        if older:
            yield Replaced(rule.replaces, in_words.limit(pack, older), rule.effect or "", rule.because)
        rule = older


def beside(pack: Pack, name: str) -> list[Beside]:
    """The duties that limit the same thing as this one, step.duty, from another document."""
    step_id, _, duty_id = name.partition(".")
    duties = pack.steps[step_id].duties
    names = dict.fromkeys(duties[duty_id].conflicts_with)
    names |= dict.fromkeys(each for each, other in duties.items() if duty_id in other.conflicts_with)
    return [Beside(f"{step_id}.{each}", in_words.limit(pack, duties[each]), duties[each]) for each in names]


def _rule(pack: Pack, name: str) -> DutyRule | None:
    step, _, duty = name.partition(".")
    return pack.steps[step].duties.get(duty) if step in pack.steps else None


def cited(pack: Pack, cites: Iterable[Cite], sources: Sources) -> list[Cited]:
    """Citations with their documents and passages."""
    return [Cited(cite, pack.sources.get(cite.source), _passage(pack, cite, sources)) for cite in cites]


def _passage(pack: Pack, cite: Cite, sources: Sources) -> str | None:
    source = pack.sources.get(cite.source)
    document = sources.document(source.file) if source else None
    return document.passage(cite.mark) if document and cite.mark else None


def readings_of(rule: DutyRule, pack: Pack) -> dict[str, Reading]:
    """The readings that apply to a duty: of its rule and dates, and those by which its units are counted."""
    lengths = [length for length in (rule.before or rule.within, rule.usually) if length]
    units = (length.unit.value.replace(" ", "_") for length in lengths)
    counting = [name for unit in units for name in pack.head.counting.get(unit, ())]
    dates = [period for period in (rule.in_force, pack.head.in_force) if period]
    in_force = [name for period in dates for name in period.reading]
    return _known(pack, (*rule.reading, *counting, *in_force))


def _known(pack: Pack, names: Iterable[str]) -> dict[str, Reading]:
    return {name: pack.readings[name] for name in dict.fromkeys(names) if name in pack.readings}

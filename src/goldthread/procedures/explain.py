"""Explains one duty: what started it, the rule, how it was counted, and where that comes from."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from goldthread.procedures.duties import Duty
from goldthread.procedures.format.cites import Cite, Reading, Source
from goldthread.procedures.pack import Pack
from goldthread.procedures.sources import Sources


class Cited(NamedTuple):
    """A citation, with its document, and the passage as written where the document is at hand."""

    cite: Cite
    source: Source | None
    passage: str | None


class Explanation(NamedTuple):
    """Everything that stands behind a duty. `limit` is in words; `readings` are those that apply, by id."""

    duty: Duty
    limit: str
    responsible: str
    readings: Mapping[str, Reading]
    cited: list[Cited]


def explain(duty: Duty, sources: Sources) -> Explanation:
    """What stands behind a duty."""
    pack = duty.start.table.pack
    return Explanation(
        duty,
        limit_in_words(duty, pack),
        duty.start.table.title_of(duty.rule.written.by),
        readings_of(duty, pack),
        cited(pack, duty.rule.written.cite, sources),
    )


def cited(pack: Pack, cites: Iterable[Cite], sources: Sources) -> list[Cited]:
    """Citations with their documents and passages."""
    return [Cited(cite, pack.sources.get(cite.source), _passage(pack, cite, sources)) for cite in cites]


def _passage(pack: Pack, cite: Cite, sources: Sources) -> str | None:
    source = pack.sources.get(cite.source)
    document = sources.document(source.file) if source else None
    return document.passage(cite.mark.words, cite.mark.sha256) if document and cite.mark else None


def limit_in_words(duty: Duty, pack: Pack) -> str:
    """A rule's limit: "within 1 working day of: Contact received"."""
    rule = duty.rule.written
    if rule.before:
        return f"at least {rule.before} before: {pack.facts[rule.counted_from].title}"
    _, step, outcome = duty.start.table.outcomes[duty.start.name]
    start = outcome.title or step.title
    if duty.rule.limit is None:
        return f"no limit in this procedure, after: {start}"
    length = f"within {rule.within} of" if rule.within and rule.within.amount else f"{rule.within} after"
    return f"{length}: {start}"


def readings_of(duty: Duty, pack: Pack) -> dict[str, Reading]:
    """The readings that apply to a duty: those of its rule, and those by which its unit is counted."""
    rule = duty.rule.written
    length = rule.before or rule.within
    counting = pack.head.counting.get(length.unit.value.replace(" ", "_"), ()) if length else ()
    in_force = rule.in_force.reading if rule.in_force else ()
    names = dict.fromkeys((*rule.reading, *in_force, *counting))
    return {name: pack.readings[name] for name in names if name in pack.readings}

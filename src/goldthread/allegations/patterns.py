"""The same adult in other allegations, under whatever employer: for the LADO alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.allegations.allegationfile import Allegation
from goldthread.people.folding import fold
from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.held import Held, held
from goldthread.people.matching.ranking import Label, rank

_WORDS = {Label.MATCH: "The same person, it seems", Label.POSSIBLE: "May be the same person"}


@dataclass(frozen=True)
class Pattern:
    """Another allegation that may be about the same adult, how sure that is, and in words why."""

    allegation: Allegation
    sure: str
    reasons: Sequence[str]


def patterns(about: Allegation, others: Iterable[Allegation]) -> list[Pattern]:
    """Which of these others may be about the same adult, the likeliest first."""
    by_id = {str(one.subject.pk): one for one in others if one.subject.pk != about.subject.pk}
    lines = [(key, _held(one).pack()) for key, one in by_id.items()]
    found = rank(_held(about), lines, Frequencies(len(lines)), limit=len(lines) or 1)
    same = fold(about.name)
    result = []
    for one in found:
        other = by_id[one.person]
        if one.label in _WORDS:
            result.append(Pattern(other, _WORDS[one.label], one.weighed.reasons()))
        elif fold(other.name) == same and not _contradict(about, other):
            result.append(Pattern(other, _WORDS[Label.POSSIBLE], one.weighed.reasons()))
    return result


def _contradict(one: Allegation, other: Allegation) -> bool:
    born = (one.values.get("born"), other.values.get("born"))
    return all(born) and born[0] != born[1]


def _held(one: Allegation) -> Held:
    values = one.values
    other = [
        tuple(name.rsplit(" ", 1)) for name in str(values.get("other_names", "")).split(",") if name.strip()
    ]
    pairs = [(name[0], name[1]) if len(name) > 1 else ("", name[0]) for name in other]
    return held(
        first=values.get("given_names", ""),
        last=values.get("family_name", ""),
        born=values.get("born", ""),
        other_names=[(first.strip(), last.strip()) for first, last in pairs],
    )

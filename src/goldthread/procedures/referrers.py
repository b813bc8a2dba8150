"""Who tells the service of a child: the kinds that a procedure knows, the public apart from professionals."""

from goldthread.procedures.conditions import Questions
from goldthread.procedures.pack import Pack

_KIND = "referrer_kind"
_OF_THE_PUBLIC = "member_of_the_public"  # the condition that tells the public from professionals


def of_the_public(pack: Pack) -> frozenset[str]:
    """The kinds of referrer who are not professionals."""
    fact = pack.facts.get(_KIND)
    if fact is None or _OF_THE_PUBLIC not in pack.conditions:
        return frozenset()
    questions = Questions(pack.words)
    asked = questions.number([_OF_THE_PUBLIC])
    return frozenset(kind for kind in fact.values if questions.answers({_KIND: kind}).held[asked])


def professionals(pack: Pack) -> dict[str, str]:
    """The kinds of other agencies with their titles, in the order of the pack; the last is for all others."""
    public = of_the_public(pack)
    return {kind: title for kind, title in pack.facts[_KIND].values.items() if kind not in public}

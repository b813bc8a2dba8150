"""How long a record is kept, ready for a page."""

from dataclasses import dataclass

from goldthread.ledger.london import say_date
from goldthread.procedures.retention import Applied, Kept
from goldthread.web.clauses import Why, why


@dataclass(frozen=True)
class RuleLine:
    """One rule that applies: to whom, until when it keeps the record, the sum, and where it comes from."""

    title: str
    until: str
    says: str
    why: Why


@dataclass(frozen=True)
class KeptLine:
    """Until when a record is kept, in words, and every rule that applies, the one that decides first."""

    until: str
    says: str
    rules: tuple[RuleLine, ...]


def kept_line(found: Kept) -> KeptLine:
    """The answer for one record."""
    until = f"Kept until {say_date(found.until)}" if found.until else "Kept: nothing is destroyed"
    return KeptLine(until, found.says, tuple(_rule(one) for one in found.rules))


def _rule(one: Applied) -> RuleLine:
    return RuleLine(one.rule.title, say_date(one.until) if one.until else "no end", one.says, why(one.rule))

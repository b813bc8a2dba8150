"""How a child lives now, as a worker was told: tonight's place, who must not see them, the order, the GP."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Date, Group, LongText, Retention, Sensitivity, Text, YesNo
from goldthread.people import circumstances as life
from goldthread.people.statements import Statement

_P, _L, _R = Sensitivity.PERSONAL, Sensitivity.LOCKED_ADDRESS, Retention.CHILD_RECORD
_BARRED = {
    "who": Text("Who?", _P, _R),
    "terms": Text("What must not happen, or only on which terms?", _P, _R, hint="Such as: no contact (bail)"),
    "barred_until": Date("Until when? If you know", _P, _R, called="until when"),
    "lifted": YesNo("Is it over?", _P, _R),
}


class Circumstances(EntryType):
    """Where a child is, who must not see them, under which order they live. Every question may stay open."""

    kind = "circumstances"
    title = "How the child lives now"

    who_told = Text(
        "Who told you, or which document did you see?",
        _P,
        _R,
        hint="Leave it empty if you know it yourself",
        called="who told you",
    )
    since = Date("Since when is it so?", _P, _R, hint="If you know it", past=True)
    staying = Choice("Where is the child tonight?", _P, _R, choices=life.STAYS)
    staying_where = Text("Where exactly, with whom?", _L, _R)
    safe_place = YesNo("Must the place stay hidden?", _P, _R)
    barred = Group("Who must not see the child", _P, _R, fields=_BARRED, one="person", titled_by=("who",))
    legal_status = Choice("Legal status", _P, _R, choices=life.LEGAL_STATUS)
    legal_words = Text("Which court, which conditions?", _P, _R)
    legal_until = Date("Until when? If it ends on a day", _P, _R, called="until when")
    gp = Text("GP practice", _P, _R)
    worries = LongText("What are you worried about?", _P, _R, hint="One worry a line", rows=4)

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """A place that must stay hidden."""
        return frozenset({_L}) if values.get("safe_place") else frozenset()

    @classmethod
    def summary(cls, values: Values) -> str:
        """What was stated; of a place only which sort of place."""
        told = [cls.fields[name].text(values[name]) for name in ("staying", "legal_status") if name in values]
        told += [f"{row['who']} must not see the child" for row in _rows(values) if not row.get("lifted")]
        told += [cls.fields[name].label for name in ("gp", "worries") if name in values]
        return f"{cls.title}: {', '.join(told)}" if told else cls.title

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Each answer as a fact of its own, of each child whom the entry is about."""
        return [told for child in parts for told in _told(values, child)]


FACTS = frozenset({"staying", "staying_where", "barred", "legal_status", "gp", "worries"})


def _rows(values: Values) -> list[dict[str, Any]]:
    return [row for row in values.get("barred", []) if row.get("who")]


def _told(values: Values, child: str) -> Iterator[Statement]:
    since = _day(values, "since")
    said: dict[str, Any] = {"about": child, "since": since, "told_by": values.get("who_told", "")}
    yield life.StaysAt(
        **said,
        code=values.get("staying", ""),
        where=values.get("staying_where", ""),
        safe=bool(values.get("safe_place")),
    )
    if "legal_status" in values:
        until = _day(values, "legal_until")
        words = values.get("legal_words", "")
        yield life.LegalStatus(**said, code=values["legal_status"], words=words, until=until)
    for row in _rows(values):
        terms, lifted = row.get("terms", ""), bool(row.get("lifted"))
        until = _day(row, "barred_until")
        yield life.MustNotSee(**said, name=row["who"], terms=terms, until=until, lifted=lifted)
    yield life.Registered(**said, practice=values.get("gp", ""))
    for line in values.get("worries", "").splitlines():
        yield life.Worried(**said, words=line.strip())


def _day(values: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(values[name]) if values.get(name) else None

"""What a worker was told of a family: a relationship, a shared home, responsibility, an order, a death."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Date, LongText, Retention, Sensitivity, Text, YesNo
from goldthread.people import statements as say
from goldthread.people.grounds import GROUNDS

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
HOLDS = {"holds": "Holds it", "does_not": "Does not hold it"}
_RELATIONSHIPS = {
    kind: words[:1].upper() + words[1:]
    for kind, words in say.RELATIONSHIPS.items()
    if kind not in ("household_member", "child_of_household")  # asked apart
}


class FamilyFact(EntryType):
    """One person, and what they are to another (HERTS-5.5, 5.6, HSSCP-3.9). Every question may stay open.

    The ids of the two stand in the payload as `person` and `other`; an order that gives responsibility to
    the local authority has the child as both.
    """

    kind = "family"
    title = "About the family"

    who_told = Text(
        "Who told you, or which document did you see?",
        _P,
        _R,
        hint="Leave it empty if you know it yourself",
        called="who told you",
    )
    person_name = Text("Who is it about?", _P, _R)
    other_name = Text("To whom?", _P, _R)
    relationship = Choice("What are they to this person?", _P, _R, choices=_RELATIONSHIPS)
    lives_with = YesNo("Do they live together?", _P, _R)
    responsibility = Choice("Do they hold parental responsibility?", _P, _R, choices=HOLDS)
    ground = Choice(
        "On what ground?",
        _P,
        _R,
        choices={key: one.words[:1].upper() + one.words[1:] for key, one in GROUNDS.items()},
        hint="Leave it open if you were not told",
    )
    died = YesNo("Has the first of them died?", _P, _R)
    since = Date(
        "From when?", _P, _R, hint="The wedding, the order, the move, the death. If you know it", past=True
    )
    until = Date("Until when?", _P, _R, hint="If it is over", past=True)
    not_them = LongText("Why is it none of the people alike who are on record?", _P, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who, and what was told."""
        told = [cls.fields["relationship"].text(values["relationship"])] if "relationship" in values else []
        told += ["parental responsibility"] if "responsibility" in values else []
        told += ["one household"] if values.get("lives_with") else []
        told += ["has died"] if values.get("died") else []
        return f"{cls.title}: {values.get('person_name', '')}, {', '.join(told)}"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Each answer as a fact of its own."""
        days = {name: date.fromisoformat(values[name]) for name in ("since", "until") if values.get(name)}
        common = {"about": values["person"], "told_by": values.get("who_told", ""), **days}
        return list(_stated(values, common))


def _stated(values: Values, common: dict[str, Any]) -> Iterator[say.Statement]:
    other = values["other"]
    if "relationship" in values:
        yield say.RelatedTo(**common, other=other, kind=values["relationship"])
    if values.get("lives_with"):
        yield say.LivesWith(**common, other=other)
    if "responsibility" in values:
        holds, ground = values["responsibility"] == "holds", values.get("ground", "")
        yield say.HoldsResponsibility(**common, other=other, ground=ground, holds=holds)
    if values.get("died"):
        yield say.Died(about=common["about"], told_by=common["told_by"], since=common.get("since"))
    if values.get("new_given") or values.get("new_family"):
        yield say.Named(
            about=common["about"], given=values.get("new_given", ""), family=values.get("new_family", "")
        )
        yield say.Born(about=common["about"], on=_day(values.get("new_born")))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None

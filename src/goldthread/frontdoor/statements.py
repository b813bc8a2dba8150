"""What a contact states about children and the people around them, for `people/` to keep as dated facts."""

from collections.abc import Iterator, Mapping
from datetime import date

from goldthread.frontdoor import choices
from goldthread.ledger.entries import Values
from goldthread.people import statements as say
from goldthread.people.codes import said

# How a household row's answer reads as a relationship; the rest read as "other".
_KNOWN = frozenset(say.RELATIONSHIPS)
_SAID_OTHERWISE = {
    "other_parent": "parent",
    "carer": "guardian",
    "other_child": "child_of_household",
    "other_adult": "household_member",
}


def of_contact(values: Values, parts: Mapping[str, Values]) -> list[say.Statement]:
    """Every fact about every person in the contact. `parts` holds the children's own rows, by subject id."""
    household = [row for row in values.get("household", []) if row.get("subject")]
    children = [subject for subject in parts if subject not in {row["subject"] for row in household}]
    facts: list[say.Statement] = []
    for child in children:
        facts += _person(child, parts[child])
        facts += _child(child, parts[child])
    for row in household:
        facts += _person(row["subject"], row)
        for child in children:
            facts += _towards(row, child)
    return facts


def _person(subject: str, row: Values) -> Iterator[say.Statement]:
    """Names, birth and identity: asked alike of children and adults."""
    yield say.Named(about=subject, given=row.get("given_names", ""), family=row.get("family_name", ""))
    if row.get("other_names"):
        yield say.Named(about=subject, given=row["other_names"], kind="alias")
    if row.get("born"):
        yield say.Born(about=subject, on=date.fromisoformat(row["born"]))
    yield said(subject, "ethnicity", row.get("ethnicity"), choices.ETHNICITY)
    for kind in ("first_language", "religion"):
        yield say.Characterised(about=subject, kind=kind, value=row.get(kind, ""))


def _child(child: str, row: Values) -> Iterator[say.Statement]:
    """What is asked of children alone."""
    if row.get("expected") and not row.get("born"):
        yield say.Born(about=child, expected=date.fromisoformat(row["expected"]))
    age = "".join(filter(str.isdigit, row.get("age_about", "")))[:2]
    if age and not row.get("born"):
        yield say.Born(about=child, age=int(age))
    yield say.LivesAt(about=child, lines=row.get("address", ""), postcode=row.get("postcode", ""))
    yield say.LivesAt(about=child, lines=row.get("previous_addresses", ""), current=False)
    if row.get("nhs_number"):
        yield say.Identified(about=child, value=row["nhs_number"])
    yield said(child, "gender", row.get("gender"), choices.GENDER)
    for kind in ("special_needs", "communication"):
        yield say.Characterised(about=child, kind=kind, value=row.get(kind, ""))
    yield say.Attends(about=child, place=row.get("school", ""))


def _towards(row: Values, child: str) -> Iterator[say.Statement]:
    """What a person of the household or family is to one child."""
    person, answer = row["subject"], row.get("relationship", "")
    kind = _SAID_OTHERWISE.get(answer, answer if answer in _KNOWN else "other")
    if answer:
        yield say.RelatedTo(about=person, other=child, kind=kind)
    if row.get("lives_with_child") == "yes":
        yield say.LivesWith(about=person, other=child)
    if row.get("has_parental_responsibility") in ("yes", "no"):
        yield say.HoldsResponsibility(
            about=person, other=child, holds=row["has_parental_responsibility"] == "yes"
        )

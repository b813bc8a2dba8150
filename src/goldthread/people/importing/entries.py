"""What another system's files hold, one kind of entry for each: its fields are the columns of the file."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import (
    UPN,
    Choice,
    Date,
    Field,
    LongText,
    MultiChoice,
    NHSNumber,
    Number,
    Postcode,
    Retention,
    Sensitivity,
    Text,
    YesNo,
    YesNoUnknown,
)
from goldthread.people import statements as say
from goldthread.people.codes import titles
from goldthread.people.whois import day, whois

_P, _S, _L = Sensitivity.PERSONAL, Sensitivity.SPECIAL_CATEGORY, Sensitivity.LOCKED_ADDRESS
_R = Retention.CHILD_RECORD

INVOLVEMENT = {
    "contact": "Contact",
    "early_help": "Early help",
    "referral": "Referral",
    "assessment": "Assessment",
    "strategy_discussion": "Strategy discussion",
    "section_47": "Section 47 enquiry",
    "conference": "Child protection conference",
    "need_plan": "Child in need plan",
    "protection_plan": "Child protection plan",
    "looked_after": "Looked after by the authority",
    "domestic_abuse": "Domestic abuse incident",
    "closure": "Closure",
}


class _Imported(EntryType):
    """What every kind has: where it came from. `sheet` is the name of its file."""

    sheet: ClassVar[str] = ""

    system = Text("Came from", Sensitivity.OPEN, _R)
    line = Number("Line of the file", Sensitivity.OPEN, _R)

    @classmethod
    def columns(cls) -> dict[str, Field]:
        """What the file holds, by name of the column."""
        return {name: one for name, one in cls.fields.items() if name not in _Imported.fields}

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """An address that must stay safe."""
        return frozenset({_L}) if values.get("safe_address") else frozenset()


class ImportedPerson(_Imported):
    """Who a person is, as the other system had it."""

    kind = "imported_person"
    title = "Brought over: who this is"
    sheet = "people.csv"

    source_id = Text("Number in the other system", _P, _R, required=True, max_length=60)
    given_names = Text("First names", _P, _R)
    family_name = Text("Last name", _P, _R)
    born = Date("Date of birth", _P, _R, past=True)
    expected = Date("Expected date of birth", _P, _R)
    sex = Choice("Sex", _P, _R, choices=titles("sex"))
    nhs_number = NHSNumber("NHS number", _P, _R)
    nhs_status = Choice("How far the NHS number was verified", _P, _R, choices=titles("nhs_status"))
    upn = UPN("Unique pupil number", _P, _R)
    no_upn = Choice("Why there is no unique pupil number", _P, _R, choices=titles("no_upn"))
    ethnicity = Choice("Ethnicity", _S, _R, choices=titles("ethnicity"))
    first_language = Text("First language", _P, _R)
    religion = Text("Religion", _S, _R)
    disability = MultiChoice("Disability", _S, _R, choices=titles("disability"))
    special_needs = LongText("Special needs", _S, _R)
    communication = Text("Means of communication", _S, _R)
    address = Text("Address", _L, _R, max_length=400)
    postcode = Postcode("Postcode", _L, _R)
    address_from = Date("Lives there since", _P, _R)
    safe_address = YesNo("Must the address stay hidden?", _P, _R)
    school = Text("School or nursery", _P, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Where it came from."""
        return f"{cls.title}: {values['system']}, number {values['source_id']}"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Everything that the row says of the person."""
        (person,) = parts
        number = f"{values['system']} {values['source_id']}"
        elsewhere = say.Identified(about=person, value=number, kind="elsewhere")
        return [*whois(person, values, home_since=day(values, "address_from")), elsewhere]


class ImportedName(_Imported):
    """Another name that a person uses or used."""

    kind = "imported_name"
    title = "Brought over: another name"
    sheet = "names.csv"

    person = Text("Number in the other system", _P, _R, required=True, max_length=60)
    name_kind = Choice("Kind of name", _P, _R, choices=say.NAME_KINDS)
    given_names = Text("First names", _P, _R)
    family_name = Text("Last name", _P, _R)
    from_date = Date("From", _P, _R)
    to_date = Date("To", _P, _R)

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """The name."""
        (person,) = parts
        named = say.Named(
            about=person,
            given=values.get("given_names", ""),
            family=values.get("family_name", ""),
            kind=values.get("name_kind", "alias"),
            since=day(values, "from_date"),
            until=day(values, "to_date"),
        )
        return [named]


class ImportedAddress(_Imported):
    """Where a person lives or lived."""

    kind = "imported_address"
    title = "Brought over: address"
    sheet = "addresses.csv"

    person = Text("Number in the other system", _P, _R, required=True, max_length=60)
    address = Text("Address", _L, _R, max_length=400)
    postcode = Postcode("Postcode", _L, _R)
    from_date = Date("From", _P, _R)
    to_date = Date("To", _P, _R)
    safe_address = YesNo("Must the address stay hidden?", _P, _R)

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """The address: a former one where an end is given."""
        (person,) = parts
        lives = say.LivesAt(
            about=person,
            lines=values.get("address", ""),
            postcode=values.get("postcode", ""),
            current="to_date" not in values,
            safe=bool(values.get("safe_address")),
            since=day(values, "from_date"),
            until=day(values, "to_date"),
        )
        return [lives]


class ImportedRelationship(_Imported):
    """What one person is to another."""

    kind = "imported_relationship"
    title = "Brought over: relationship"
    sheet = "relationships.csv"

    person = Text("Number in the other system", _P, _R, required=True, max_length=60)
    relationship = Choice("What this person is", _P, _R, choices=say.RELATIONSHIPS, required=True)
    other = Text("Number of the person of whom they are that", _P, _R, required=True, max_length=60)
    from_date = Date("From", _P, _R)
    to_date = Date("To", _P, _R)
    parental_responsibility = YesNoUnknown("Do they hold parental responsibility for the other?", _P, _R)

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """The relationship, and parental responsibility where it is answered."""
        who, whose = values["subjects"]
        since, until = day(values, "from_date"), day(values, "to_date")
        facts: list[say.Statement] = [
            say.RelatedTo(about=who, other=whose, kind=values["relationship"], since=since, until=until)
        ]
        holds = {"yes": True, "no": False}.get(values.get("parental_responsibility", ""))
        if holds is not None:
            facts.append(say.HoldsResponsibility(about=who, other=whose, holds=holds))
        return facts


class PastInvolvement(_Imported):
    """Something that was done for a person before the record came here (HERTS-8.13 to 8.18)."""

    kind = "past_involvement"
    title = "Past involvement"
    sheet = "involvement.csv"

    source_id = Text("Number in the other system", _P, _R, required=True, max_length=60)
    person = Text("Number of the person in the other system", _P, _R, required=True, max_length=60)
    what = Choice("What was it?", _P, _R, choices=INVOLVEMENT, required=True)
    from_date = Date("From", _P, _R, past=True, required=True)
    to_date = Date("To", _P, _R, past=True)
    outcome = Text("Outcome", _P, _R, max_length=400)
    reason = Text("Reason, or category of abuse", _P, _R, max_length=400)
    accommodation = Text("Accommodation", _P, _R)
    legal_status = Text("Legal status", _P, _R)
    led_to = Choice("Led to", _P, _R, choices=INVOLVEMENT)
    held_by = Text("Team or worker", _P, _R)
    notes = LongText("Notes", _P, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What it was and how it ended."""
        what = INVOLVEMENT[values["what"]]
        return f"{what}: {values['outcome']}" if values.get("outcome") else what


SHEETS: dict[str, type[_Imported]] = {
    kind.sheet: kind
    for kind in (ImportedPerson, ImportedName, ImportedAddress, ImportedRelationship, PastInvolvement)
}
Imported = _Imported

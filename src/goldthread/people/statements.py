"""What an entry can state about people. Who said it, and when, comes from the entry."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from goldthread.ledger.london import say_date
from goldthread.people import folding

NAME_KINDS = {
    "usual": "name",
    "birth": "name at birth",
    "former": "former name",
    "known_as": "known as",
    "alias": "also uses the name",
}
CHARACTERISTICS = {
    "gender": "gender",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "first_language": "first language",
    "religion": "religion",
    "special_needs": "special needs",
    "communication": "means of communication",
    "deceased": "died",
    "interpreter": "interpreter",
    "disability": "disability",
    "no_upn": "why there is no unique pupil number",
    "gp": "GP practice",
}
IDENTIFIERS = {
    "nhs_number": "NHS number",
    "upn": "unique pupil number",
    "telephone": "telephone number",
    "elsewhere": "number elsewhere",
}
# What was answered when someone was asked. Only "said" goes with a value.
ANSWERS = {
    "said": "said",
    "not_asked": "not asked",
    "declined": "asked, and did not wish to say",
    "not_known": "asked, and not known",
}

# What someone is of somebody else, in the middle of a sentence.
RELATIONSHIPS = {
    "mother": "mother",
    "father": "father",
    "parent": "parent",
    "step_parent": "step-parent",
    "partner_of_parent": "partner of a parent",
    "adoptive_parent": "adoptive parent",
    "special_guardian": "special guardian",
    "guardian": "guardian",
    "kinship_carer": "family carer",
    "foster_carer": "foster carer",
    "grandparent": "grandparent",
    "aunt_or_uncle": "aunt or uncle",
    "cousin": "cousin",
    "twin": "twin",
    "sibling": "brother or sister",
    "half_sibling": "half-brother or half-sister",
    "step_sibling": "stepbrother or stepsister",
    "other_relative": "relative",
    "spouse": "husband or wife",
    "civil_partner": "civil partner",
    "separated_spouse": "separated husband or wife",
    "former_spouse": "divorced husband or wife",
    "partner": "partner",
    "former_partner": "former partner",
    "household_member": "member of the household",
    "child_of_household": "child of the household",
    "unrelated_adult": "unrelated adult in contact",
    "friend": "friend",
    "other": "connected person",
}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing stated about one person, the subject `about`, of the days from `since` to before `until`.

    `told_by` is who told the author of the entry, in words; empty where the author knows it themselves.
    """

    about: str
    since: date | None = None
    until: date | None = None
    told_by: str = ""

    kinds: ClassVar[Collection[str]] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a kind that is not listed."""
        if self.kinds and getattr(self, "kind", None) not in self.kinds:
            raise ValueError(f"{self!r}: the kind must be one of {', '.join(self.kinds)}")

    def says_something(self) -> bool:
        """Whether there is anything to keep: a form may be left empty (HERTS-5.19)."""
        return True

    def columns(self, day: date) -> dict[str, Any]:
        """What it states, by column of its table. `day` is when what the entry tells of happened."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return {_COLUMN.get(name, name): value for name, value in own.items()}


_COLUMN = {"about": "subject_id", "other": "other_id", "on": "born"}


@dataclass(frozen=True, kw_only=True)
class Named(Statement):
    """A name they use or used (HERTS-5.3, HERTS-5.6). `kind` is one of NAME_KINDS."""

    given: str = ""
    family: str = ""
    kind: str = "usual"

    kinds = NAME_KINDS

    def says_something(self) -> bool:
        """A name with no letters is none."""
        return bool(self.given.strip() or self.family.strip())


@dataclass(frozen=True, kw_only=True)
class Born(Statement):
    """When they were born, about when, how old they were at the time, or when they are expected."""

    on: date | None = None
    year: int | None = None
    age: int | None = None
    expected: date | None = None

    def says_something(self) -> bool:
        """Whether any of the four is stated."""
        return any(value is not None for value in (self.on, self.year, self.age, self.expected))

    def columns(self, day: date) -> dict[str, Any]:
        """An age becomes a year of birth, out by one at most."""
        columns = super().columns(day)
        age, year = columns.pop("age"), columns.pop("year")
        return {**columns, "about_year": day.year - age if year is None and age is not None else year}


@dataclass(frozen=True, kw_only=True)
class Characterised(Statement):
    """Gender, ethnicity, language and the like, in words (HERTS-5.3, 5.7, 5.9); one of CHARACTERISTICS.

    `code` is the code of the value, where a list of ours has one. `answer` is one of ANSWERS: that nobody
    asked, that they declined or did not know is kept too, and is never a value.
    """

    kind: str
    value: str
    code: str = ""
    answer: str = "said"

    kinds = CHARACTERISTICS

    def __post_init__(self) -> None:
        """Raises ValueError for a kind or an answer that is not listed."""
        super().__post_init__()
        if self.answer not in ANSWERS:
            raise ValueError(f"{self!r}: the answer must be one of {', '.join(ANSWERS)}")

    def says_something(self) -> bool:
        """A blank value says nothing, unless it says why there is none."""
        return bool(self.value.strip()) or self.answer != "said"


@dataclass(frozen=True, kw_only=True)
class Died(Statement):
    """They have died: on the day `since`, where it is known."""

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the characteristics, from the day of death on."""
        when = say_date(self.since) if self.since else "date not known"
        return {**super().columns(day), "kind": "deceased", "value": when}


@dataclass(frozen=True, kw_only=True)
class LivesAt(Statement):
    """Where they live or lived (HERTS-5.4). A `safe` address must stay hidden: somebody may look for them."""

    lines: str = ""
    postcode: str = ""
    current: bool = True
    safe: bool = False

    def says_something(self) -> bool:
        """Part of an address is better than none."""
        return bool(self.lines.strip() or self.postcode.strip())

    def columns(self, day: date) -> dict[str, Any]:
        """The postcode in its usual form."""
        return {**super().columns(day), "postcode": folding.postcode(self.postcode)[:20]}


@dataclass(frozen=True, kw_only=True)
class Identified(Statement):
    """A number that another service knows them by. `kind` is one of IDENTIFIERS.

    `status` is how far an NHS number was verified: a code of the list nhs_status; empty when nobody says.
    """

    value: str
    kind: str = "nhs_number"
    status: str = ""

    kinds = IDENTIFIERS

    def says_something(self) -> bool:
        """A blank number says nothing."""
        return bool(folding.number(self.value))

    def columns(self, day: date) -> dict[str, Any]:
        """The number without its spaces; another system's as that system writes it."""
        value = self.value.strip() if self.kind == "elsewhere" else folding.number(self.value)
        return {**super().columns(day), "value": value[:40]}


@dataclass(frozen=True, kw_only=True)
class RelatedTo(Statement):
    """`about` is the `kind`, one of RELATIONSHIPS, of `other`: the mother is about, the child is other."""

    other: str
    kind: str

    kinds = RELATIONSHIPS


@dataclass(frozen=True, kw_only=True)
class LivesWith(Statement):
    """Both live in one household (HERTS-5.6)."""

    other: str

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the relationships."""
        return {**super().columns(day), "kind": "household_member"}


@dataclass(frozen=True, kw_only=True)
class HoldsResponsibility(Statement):
    """`about` is said to hold parental responsibility for `other`, or with `holds=False` not to (HERTS-5.5).

    `ground` is one of grounds.GROUNDS, or empty when none was stated. What an order gives to the local
    authority is stated of the child alone: `about` and `other` are the child (HSSCP-3.9).
    """

    other: str
    ground: str = ""
    holds: bool = True


@dataclass(frozen=True, kw_only=True)
class Attends(Statement):
    """The school, nursery or other place where they spend their days (HERTS-5.4)."""

    place: str

    def says_something(self) -> bool:
        """A blank place says nothing."""
        return bool(self.place.strip())


@dataclass(frozen=True, kw_only=True)
class SamePersonAs(Statement):
    """Someone has confirmed that two subjects are one person. Both stay; they are read together."""

    other: str


@dataclass(frozen=True, kw_only=True)
class DistinctFrom(Statement):
    """Someone has looked at two subjects and says that they are two people.

    `known` is the fingerprint of what was known of both: when that changes, the question may be asked anew.
    """

    other: str
    known: str

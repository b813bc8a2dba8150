"""What an entry can be: one typed class each, whose fields are the form, the payload and the export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from goldthread.ledger.fields import Field, FieldError, LongText, Raw, Retention, Sensitivity

Values = Mapping[str, Any]  # JSON-able values by field name, as `parse_fields` made them


@dataclass(frozen=True)
class ProposedEvent:
    """`step.outcome` that an entry says happened to one child, with the facts that the procedure reads."""

    step: str
    outcome: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None  # when it differs from the entry's own time


@dataclass(frozen=True)
class Allocation:
    """Who holds the child's case from now on. Ids as text; None leaves what was, and "" leaves nobody."""

    team: str | None = None
    worker: str | None = None


@dataclass(frozen=True)
class Teller:
    """Who told what someone else wrote down, so that they may follow it: by address, by agency's name."""

    email: str = ""
    agency: str = ""


@dataclass(frozen=True)
class Meeting:
    """A meeting that an entry fixes: of which step of the procedure, on which day, when and where."""

    step: str
    on: date
    time: str = ""
    where: str = ""


@dataclass(frozen=True)
class Consent:
    """What somebody said to gathering information about the child, or to sharing it, and for what.

    `use` is gather or share; `answer` is agreed, refused, withdrawn, told (they know, and did not agree) or
    overridden. `who` is their name as told, `person` their subject's id where they are on record.
    `scope` says with whom or of what, where it is not for everything; `why` is the reason or ground of an
    answer other than agreed; `told` is whether the family was told its rights, or why it was not.
    """

    use: str
    answer: str
    who: str = ""
    person: str = ""
    scope: str = ""
    why: str = ""
    decided_by: str = ""
    told: str = ""
    on: date | None = None  # the day when it differs from the entry's own


@dataclass(frozen=True)
class Disclosure:
    """That something was told to somebody: to whom, what, how; on what basis, and why they are to have it."""

    to: str
    what: str
    how: str = ""
    basis: str = ""
    relevance: str = ""
    consented: bool = False  # it rests on consent, so that a withdrawal matters to it


class EntryType:
    """One kind of entry. Subclasses name `kind` (short, stable, never re-used), `title` and their fields.

    Fields stand as class attributes, in the order in which they are asked. A field with `per_child`
    is kept with each child's part, so that each child's record stays separable.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    opens_episode: ClassVar[bool] = False  # may start a new period of involvement
    prepares: ClassVar[str] = ""  # what it gets ready for a conference, as a list counts it: "Reports in"
    page: ClassVar[str] = ""  # URL name of the page where it is worked on; empty: it is only read
    on_child: ClassVar[str] = ""  # URL name, with a child's id, of the page where a new one is written
    on_entry: ClassVar[str] = ""  # URL name, with an entry's id, of the page where an answer to it is written
    on_request: ClassVar[str] = ""  # the same for whoever sent that entry to us, about their own request
    answer_kind: ClassVar[str] = ""  # of what asks somebody outside: the kind of entry that answers it
    answer_page: ClassVar[str] = ""  # URL name, with its id, of the page where whoever is asked answers
    bookkeeping: ClassVar[bool] = False  # about the record itself, not about anyone's life
    own: ClassVar[bool] = False  # about nobody, and open to whoever wrote it and their agency alone
    marks: ClassVar[str] = ""  # what it says of the entry that it answers, shown wherever that one is read
    lifts: ClassVar[bool] = False  # it ends what the entry that it answers says
    overseen: ClassVar[bool] = False  # a manager authorises it where the procedure names nobody who does
    asks_why: ClassVar[bool] = False  # of one that marks another: whoever opens that says why first
    fields: ClassVar[Mapping[str, Field]] = {}

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls.fields = {**cls.fields, **own}
        if "kind" not in vars(cls):
            return  # what several kinds have in common, not a kind
        if cls.kind in _TYPES:
            raise TypeError(f"entry kind {cls.kind!r} is already taken by {_TYPES[cls.kind].__name__}")
        _TYPES[cls.kind] = cls

    @classmethod
    def summary(cls, values: Values) -> str:
        """One line for a list or a chronology."""
        return cls.title

    @classmethod
    def beside(cls, values: Values, *, outside: bool = False) -> str:
        """Of one that `marks` another: what is read beside that one, here or by whoever gets it on paper."""
        return cls.summary(values)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """The events that this kind alone records on pages of its own: step.outcome, or step.*."""
        return ()

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """The fields of an entry that says this: the class's, unless they depend on an answer."""
        return cls.fields

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """The fields that are asked of each child alone."""
        return {name: f for name, f in cls.fields.items() if f.per_child}

    @classmethod
    def part_fields_of(cls, values: Values) -> Mapping[str, Field]:
        """The same of an entry that says this."""
        return cls.part_fields()

    @classmethod
    def reads(cls, values: Values) -> list[tuple[Field, str]]:
        """Each field of the whole entry that was answered, in order, with its text."""
        return _answered({name: f for name, f in cls.fields_of(values).items() if not f.per_child}, values)

    @classmethod
    def reads_part(cls, part: Values) -> list[tuple[Field, str]]:
        """Each field that was answered for one child, in order, with its text."""
        return _answered(cls.part_fields(), part)

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """Which of its fields must be kept back, by their sensitivity, as this entry stands."""
        return frozenset()

    @classmethod
    def told_by(cls, values: Values) -> Teller | None:
        """The professional who told it by word of mouth; None where its author is who tells."""
        return None

    @classmethod
    def asks_of(cls, values: Values) -> Teller | None:
        """The professional whom it asks for something, so that they may read and answer it; None: nobody."""
        return None

    @classmethod
    def in_the_name_of(cls, values: Values) -> str:
        """The id of the agency whose words they are, where somebody else wrote them down; else empty."""
        return ""

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What happened to the child whose own answers are `part`. Pure: it may be asked again."""
        return ()

    @classmethod
    def draft_fields(cls) -> Mapping[str, Field]:
        """What its draft asks: more than its own fields where one page writes several entries."""
        return cls.fields

    @classmethod
    def lacks(cls, raw: Raw, children: Sequence[str], at: datetime) -> Sequence[FieldError]:
        """What must still be answered in a draft of it about these children before it can be signed."""
        return ()

    @classmethod
    def allocation(cls, values: Values) -> Allocation | None:
        """Who holds the case after this entry, when the entry settles that."""
        return None

    @classmethod
    def allocation_of(cls, values: Values, part: Values) -> Allocation | None:
        """The same for one child, where siblings' cases may go different ways."""
        return cls.allocation(values)

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The meetings about the child that it fixes. A later one of the same step takes its place."""
        return ()

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """What it says of consent to gathering and sharing information about the children (HSSCP-3.11)."""
        return ()

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """What it says was told to somebody outside, with its basis (HSSCP-6.4, HSSCP-6.7)."""
        return ()

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """The plan for the child that stands after this entry, in a line; empty where it makes none."""
        return ""

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """What the entry states about people; `people/` knows how to read it. `parts` is by subject id."""
        return ()


def merged(before: Values, changes: Values) -> dict[str, Any]:
    """The values as a correction leaves them. A change to None takes the answer out."""
    return {name: value for name, value in {**before, **changes}.items() if value is not None}


def _answered(fields: Mapping[str, Field], values: Values) -> list[tuple[Field, str]]:
    return [(f, f.text(values[name])) for name, f in fields.items() if f.answered(values.get(name))]


_TYPES: dict[str, type[EntryType]] = {}


def entry_type(kind: str) -> type[EntryType]:
    """The class of that kind. Raises KeyError for a kind that no class describes."""
    return _TYPES[kind]


def entry_types() -> Mapping[str, type[EntryType]]:
    """Every kind of entry, by its id."""
    return _TYPES


def kinds_with(method: str) -> list[str]:
    """The kinds whose classes answer this method of EntryType in a way of their own."""
    plain = getattr(EntryType, method).__func__
    return [kind for kind, cls in _TYPES.items() if getattr(cls, method).__func__ is not plain]


class _Reasoned(EntryType):
    """What entries about another entry have in common: why."""

    reason = LongText("Reason", Sensitivity.PERSONAL, Retention.CHILD_RECORD)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The reason follows the title, when one was given."""
        return f"{cls.title}: {values['reason']}" if values.get("reason") else cls.title


class Amendment(_Reasoned):
    """A correction of, or an addition to, an earlier entry, which stays as it was."""

    kind = "amendment"
    title = "Correction"


class Authorisation(_Reasoned):
    """The person whom the procedure names approves another entry; its outcome takes effect."""

    kind = "authorisation"
    title = "Authorised"


class Declining(_Reasoned):
    """The person whom the procedure names sends another entry back."""

    kind = "declining"
    title = "Sent back"


class MovedAway(_Reasoned):
    """An entry was written in the wrong record. This is its trace there; it does not tell whose it is."""

    kind = "moved_away"
    title = "An entry was moved to another record"
    bookkeeping = True


class MovedHere(_Reasoned):
    """An entry was written in another record, and belongs here."""

    kind = "moved_here"
    title = "An entry was moved here from another record"
    bookkeeping = True

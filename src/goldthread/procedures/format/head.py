"""What a pack says about itself (pack.yaml) and about days (bank-holidays.yaml)."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from goldthread.procedures.format.cites import InForce
from goldthread.procedures.format.keys import NONE, Id, OneOrMany, Part


class ClosureDay(Part):
    """A day on which the authority does not work, beyond weekends and bank holidays."""

    date: date
    """The day."""
    why: str
    """Why it is not a working day."""


class Years(Part):
    """The years, both included, for which every bank holiday has been checked."""

    from_: int
    """The first year."""
    to: int
    """The last year."""


class BankHolidays(Part):
    """The file bank-holidays.yaml: England and Wales."""

    verified: Years
    """Dates outside these years are refused."""
    days: Mapping[date, str]
    """Each bank holiday and its name."""


class History(Part):
    """Under what a reader of the past finds an event. An event that stands nowhere is no news."""

    contact: tuple[str, ...] = ()
    """Contacts. One of a case that has a referral is told as the referral alone."""
    early_help: tuple[str, ...] = ()
    """Early help."""
    referral: tuple[str, ...] = ()
    """That a contact went on as a referral."""
    decision: tuple[str, ...] = ()
    """Other decisions on a contact."""
    assessment: tuple[str, ...] = ()
    """Assessments."""
    strategy_discussion: tuple[str, ...] = ()
    """Strategy discussions."""
    section_47: tuple[str, ...] = ()
    """Section 47 enquiries."""
    conference: tuple[str, ...] = ()
    """Child protection conferences."""
    need_plan_begins: tuple[str, ...] = ()
    """What begins a child in need plan."""
    need_plan_ends: tuple[str, ...] = ()
    """What ends it."""
    protection_plan_begins: tuple[str, ...] = ()
    """What begins a child protection plan."""
    protection_plan_ends: tuple[str, ...] = ()
    """What ends it."""

    def after(self, base: "History") -> "History":
        """The events of the pack that this one builds on, then these."""
        kinds = History.__annotations__
        return History(**{kind: getattr(base, kind) + getattr(self, kind) for kind in kinds})


class Head(Part):
    """The file pack.yaml."""

    format: Literal["goldthread-pack/1"]
    """The version of this format."""
    id: str
    """The pack's id: the name of its folder."""
    title: str
    """The procedure's title."""
    authority: str
    """The authority's name, as people know it."""
    procedure_of: str = ""
    """The authority's id, where another version of its procedure has another pack; absent: `id`."""
    extends: str = ""
    """The pack this one builds on."""
    skeleton: bool = False
    """True only for shared titles without rules: such a pack is never in force by itself."""
    in_force: InForce | None = None
    """The dates in force."""
    starts_with: tuple[str, ...] = ()
    """The events that start a case, or start it again."""
    beside: tuple[str, ...] = ()
    """Events that come in beside a case, such as requests for information: routed, but they begin no case."""
    history: History = History()
    """Under what a reader of the past finds its events; those of the pack it builds on come first."""
    closure_days: tuple[ClosureDay, ...] = ()
    """The authority's own days off (R1)."""
    counting: Mapping[Id, OneOrMany] = NONE
    """For each unit of time: the readings by which it is counted."""

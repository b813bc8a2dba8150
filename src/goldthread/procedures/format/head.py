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
    closure_days: tuple[ClosureDay, ...] = ()
    """The authority's own days off (R1)."""
    counting: Mapping[Id, OneOrMany] = NONE
    """For each unit of time: the readings by which it is counted."""

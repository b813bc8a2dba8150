"""What a pack says about itself (pack.yaml) and about days (bank-holidays.yaml)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from goldthread.procedures.keys import Id, OneOrMany, Part, key
from goldthread.procedures.schema import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureDay(Part):
    """A day on which the authority does not work, beyond weekends and bank holidays."""

    date: date = key("The day.")
    why: str = key("Why it is not a working day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Years(Part):
    """The years, both included, for which every bank holiday has been checked."""

    from_: int = key("The first year.")
    to: int = key("The last year.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHolidays(Part):
    """The file bank-holidays.yaml: England and Wales."""

    verified: Years = key("Dates outside these years are refused.")
    days: dict[date, str] = key("Each bank holiday and its name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Part):
    """The file pack.yaml."""

    format: Literal["goldthread-pack/1"] = key("The version of this format.")
    id: str = key("The pack's id: the name of its folder.")
    title: str = key("The procedure's title.")
    authority: str = key("The authority's name, as people know it.")
    procedure_of: str = key("The authority's id, where another version of its procedure has another pack; absent: `id`.", "")
    extends: str = key("The pack this one builds on.", "")
    skeleton: bool = key("True only for shared titles without rules: such a pack is never in force by itself.", False)
    in_force: InForce | None = key("The dates in force.", None)
    starts_with: tuple[str, ...] = key("The events that start a case, or start it again.", ())
    calendar: str = key("The file of bank holidays; absent: the base's.", "")
    closure_days: tuple[ClosureDay, ...] = key("The authority's own days off (R1).", ())
    counting: dict[Id, OneOrMany] = key("For each unit of time: the readings by which it is counted.", {})

"""The pathway: steps, and in each what must be established, done, decided and left undone."""

from collections.abc import Mapping
from typing import Literal

from goldthread.procedures.format.cites import Cites, InForce, Readings, Requirements
from goldthread.procedures.format.durations import Duration
from goldthread.procedures.format.keys import NONE, Id, OneOrMany, Part

Kept = Literal[
    "assessment",
    "closure",
    "conference",
    "contact",
    "decision",
    "domestic_abuse",
    "early_help",
    "looked_after",
    "need_plan",
    "protection_plan",
    "referral",
    "section_47",
    "strategy_discussion",
]
"""One kind of thing that the record holds of somebody's past."""


class Point(Part):
    """One thing that a step must establish."""

    asks: str
    """The question."""
    fact: Id = ""
    """The fact that answers it."""
    from_record: tuple[Kept, ...] = ()
    """Kinds of things that the record holds, which answer it: a page offers them with their sources."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class Attendee(Part):
    """Someone who takes part in a meeting."""

    title: str
    """Who it is, for a person."""
    says: str = ""
    """When, or in what part."""
    role: Id = ""
    """The role of the procedure that it is, where it is one."""
    must: bool = False
    """They have to attend; absent: they may be asked to."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class MetBy(Part):
    """An event that meets a duty under conditions."""

    event: str
    """The event, step.outcome."""
    when: tuple[Id, ...] = ()
    """Conditions on it that must all hold."""


class DutyRule(Part):
    """What must happen, by when and by whom, once an event has happened."""

    title: str
    """The duty, for a person."""
    requirement: Requirements = ()
    reading: Readings = ()
    within: Duration | None = None
    """The limit: "1 working day", "24 hours", "10 days", "6 weeks", "3 months", "immediately", "no limit"."""
    before: Duration | None = None
    """Instead of within: so long before the date that `counted_from` names."""
    counted_from: Id = ""
    """With before: the fact of the starting event that holds the date."""
    usually: Duration | None = None
    """A target inside the limit: shown, never a breach."""
    usually_requirement: Requirements = ()
    """The requirements that the target carries."""
    softened: str = ""
    """How the source softens the limit, in our words. Late then needs a reason."""
    of: OneOrMany
    """The event, or events, that start it."""
    which: Literal["each", "first", "last"] = "each"
    """Which occurrence of that event in an episode counts."""
    when: tuple[Id, ...] = ()
    """Conditions that must all hold."""
    unless: tuple[Id, ...] = ()
    """Conditions none of which may hold."""
    met_by: tuple[str | MetBy, ...] = ()
    """The events that meet it; absent: any outcome of its own step."""
    by: Id = ""
    """The role that must do it."""
    in_force: InForce | None = None
    """The dates in force; a duty takes the rule of the day its event happened."""
    replaces: str = ""
    """The rule it replaces, pack.step.duty: one of the pack built on, or from a day on one of this pack."""
    effect: Literal["same", "stricter", "looser", "mixed"] | None = None
    """What it is beside the rule that it replaces: proved by the check."""
    because: str = ""
    """Why it replaces that rule, where it is looser or mixed."""
    conflicts_with: tuple[Id, ...] = ()
    """Duties of this step from another document, kept and shown beside it."""
    cite: Cites = ()


class Outcome(Part):
    """One way in which a step can end, or a thing recorded in it."""

    title: str = ""
    """The outcome, for a person."""
    says: str = ""
    """What it means."""
    asked_for: str = ""
    """What somebody outside is asked for, so that it can be recorded: the middle of a sentence to them."""
    requirement: Requirements = ()
    reading: Readings = ()
    by: tuple[Id, ...] = ()
    """The roles that may record it; absent: those of the step."""
    authorised_by: Id = ""
    """The role that must authorise it; it takes effect then."""
    two_people: bool = False
    """The authoriser must be another person than the author."""
    keeps_open: bool = False
    """The step stays open after it."""
    ends_case: bool = False
    """It closes the episode."""
    cite: Cites = ()


class MustNot(Part):
    """What the procedure forbids."""

    what: str
    """What is forbidden, for a person."""
    requirement: Requirements = ()
    reading: Readings = ()
    of: OneOrMany = ()
    """Events from which on it is forbidden; absent: always."""
    until: OneOrMany = ()
    """Events from which on it no longer is: after what started it, or else in this episode."""
    when: tuple[Id, ...] = ()
    """Conditions that must all hold."""
    unless: tuple[Id, ...] = ()
    """Conditions none of which may hold."""
    roles: tuple[Id, ...] = ()
    """The roles to whom it is forbidden; absent: everyone."""
    refuses: OneOrMany = ()
    """The outcomes refused: step.outcome, or step.* for all of a step."""
    later_than: Id = ""
    """The duty of this step beyond whose last day no day may be set for it."""
    cite: Cites = ()


class Step(Part):
    """A step of the procedure."""

    title: str = ""
    """Its name; absent: the base's."""
    says: str = ""
    """What happens in it."""
    own: bool = False
    """This authority's own step, not in the shared skeleton."""
    changes: str = ""
    """In an overlay on a pack with rules: the step it changes, pack.step."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()
    opens_when: tuple[str, ...] | Literal["always"] = ()
    """The events that open it: the only place that says what follows."""
    when: tuple[Id, ...] = ()
    """Opens only when all these conditions hold."""
    unless: tuple[Id, ...] = ()
    """Does not open when one of these holds."""
    by: tuple[Id, ...] = ()
    """The roles that may record it."""
    facts: tuple[Id, ...] = ()
    """The facts that its events may state."""
    attends: Mapping[Id, Attendee] = NONE
    """Where it is a meeting: who takes part."""
    points: Mapping[Id, Point] = NONE
    """What it must establish."""
    duties: Mapping[Id, DutyRule] = NONE
    """What must happen."""
    outcomes: Mapping[Id, Outcome] = NONE
    """How it can end."""
    must_not: Mapping[Id, MustNot] = NONE
    """What must not happen."""

"""What a pack may say: one class for each part, one documented key for each line. SCHEMA.md is made from this file."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from goldthread.procedures.durations import Duration
from goldthread.procedures.hours import Hours
from goldthread.procedures.keys import Id, OneOrMany, Part, Value, key


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce(Part):
    """The dates between which something is the procedure, both included."""

    from_: date = key("The first day. A source that gives none: the date of the newest document it cites (R24).")
    to: date | None = key("The last day; absent while it still holds.", None)
    reading: OneOrMany = key("The reading by which the dates were chosen.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Part):
    """A fingerprint that finds one passage in the source document without carrying its text."""

    words: int = key("How many normalised words the passage has.")
    sha256: str = key("SHA-256 of those words joined by single spaces. `goldthread packs mark` makes it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite(Part):
    """Where a rule comes from. No citation, no rule."""

    source: Id = key("A document of sources.yaml.")
    at: str = key("The place in it: a section number or heading.")
    says: str = key("What it says, in our own words.")
    mark: Mark | None = key("The fingerprint of the passage.", None)
    status: Literal["not_held"] | None = key("Instead of a mark, for a document we do not have.", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Part):
    """A document of the authority."""

    title: str = key("Its title.")
    publisher: str = key("Who publishes it.")
    dated: str = key("Its date, as it gives it.", "")
    file: str = key("The file's name in the folder of source documents.", "")
    sha256: str = key("SHA-256 of that file, as stored.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Part):
    """How something that the sources leave open is read, and why."""

    asks: str = key("The question.")
    says: str = key("The reading chosen.")
    because: str = key("Why.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Part):
    """Someone whom the procedure names."""

    title: str = key("The name people use.", "")
    says: str = key("Who that is.", "")
    counts_as: tuple[Id, ...] = key("Roles whose part this role may also take.", ())
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Part):
    """Something that an event can state, and that a condition can ask."""

    title: str = key("What it is, for a person.")
    type: Literal["yes_no", "choice", "text", "date", "datetime", "number", "list"] = key("What is stated.")
    about: Literal["contact", "child"] = key(
        "`contact`: belongs to the event that states it. `child`: holds until stated anew.", "contact"
    )
    values: dict[Id, str] = key("For a choice or a list: each value's id and title.", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Part):
    """A named question about facts. There are no other expressions."""

    says: str = key("The condition in words, for the screen.")
    fact: Id = key("The fact asked about.", "")
    is_: tuple[Value, ...] = key("Holds when the fact is one of these.", ())
    is_not: tuple[Value, ...] = key("Holds when the fact was stated and is none of these.", ())
    missing: bool = key("Holds, too, when the fact was not stated.", False)
    any_of: tuple[Id, ...] = key("Instead of a fact: holds when one of these conditions holds.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Part):
    """The file facts.yaml."""

    facts: dict[Id, Fact] = key("What events can state.", {})
    conditions: dict[Id, Condition] = key("What rules can ask.", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Part):
    """A desk, line or team that people reach, and when."""

    title: str = key("Its name.")
    says: str = key("What it is for.", "")
    telephone: str = key("Its number, as the source prints it.", "")
    email: str = key("Its e-mail address.", "")
    address: str = key("Its postal address.", "")
    exists_from: date | None = key("The first day it exists.", None)
    replaces: str = key("What it took the place of.", "")
    hours: dict[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], Hours] = key(
        'Opening hours on each day of the week, "09:00-17:00"; half-open (R11). A day left out is closed.', {}
    )
    bank_holidays: Hours | None = key("`closed`, `as_weekday` or hours on a bank holiday.", None)
    divert_to: Id = key("The service that takes over when this one is closed.", "")
    serves: tuple[Id, ...] = key("The kinds of referrer that may use it; absent: everyone.", ())
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Part):
    """Where a contact goes. The first route of the file whose conditions hold is the answer."""

    title: str = key("Why it goes there, in plain words.")
    when: tuple[Id, ...] = key("Conditions that must all hold.", ())
    unless: tuple[Id, ...] = key("Conditions none of which may hold.", ())
    service: Id = key("The service it goes to.")
    team: str = key("The team or person within it.", "")
    channel: str = key("By which way: telephone, e-mail, in the system.", "")
    then: str = key("What the person who routes it does.", "")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance(Part):
    """A sentence shown to people at one or more places of the service."""

    says: str = key("The sentence, in our own words.")
    show_on: tuple[str, ...] = key("The places where it is shown.")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Part):
    """What a form calls one of its questions."""

    label: str = key("The question.")
    hint: str = key("Help beside it.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage(Part):
    """One page of a form."""

    title: str = key("Its heading.")
    says: str = key("Words above the questions.", "")
    asks: tuple[Id, ...] = key("The fields it asks, in order.")
    required: tuple[Id, ...] = key("Those that must be answered.", ())
    labels: dict[Id, Label] = key("Questions in the form's own words.", {})
    when: tuple[Id, ...] = key("Shown when all these conditions hold.", ())
    unless: tuple[Id, ...] = key("Not shown when one of these holds.", ())
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Part):
    """A form of the authority, page by page."""

    title: str = key("Its name.")
    known_as: str = key("What people call it.", "")
    colour: str = key("The colour people know it by.", "")
    for_: str = key("Who uses it, for what.", "")
    starts: str = key("The event that sending it makes.", "")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())
    pages: dict[Id, FormPage] = key("Its pages, in order.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Part):
    """A letter or e-mail that the service sends."""

    title: str = key("What it is.")
    event: str = key("The event that sending it makes.")
    channel: Literal["email", "letter"] = key("How it goes.")
    subject: str = key("Its subject line.")
    body: tuple[str, ...] = key("Its paragraphs, with {placeholders}.")
    may_say: tuple[Id, ...] = key("The only placeholders it may use.", ())
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Part):
    """One thing that a step must establish."""

    asks: str = key("The question.")
    fact: Id = key("The fact that answers it.", "")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class MetBy(Part):
    """An event that meets a duty under conditions."""

    event: str = key("The event, step.outcome.")
    when: tuple[Id, ...] = key("Conditions on it that must all hold.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule(Part):
    """What must happen, by when and by whom, once an event has happened."""

    title: str = key("The duty, for a person.")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    within: Duration | None = key(
        'The limit: "1 working day", "24 hours", "10 days", "6 weeks", "3 months", "immediately", or "no limit".', None
    )
    before: Duration | None = key("Instead of within: so long before the date that `counted_from` names.", None)
    counted_from: Id = key("With before: the fact of the starting event that holds the date.", "")
    usually: Duration | None = key("A target inside the limit: shown, never a breach.", None)
    usually_requirement: OneOrMany = key("The requirements that the target carries.", ())
    softened: str = key("How the source softens the limit, in our words. Late then needs a reason.", "")
    of: OneOrMany = key("The event, or events, that start it.")
    which: Literal["each", "first", "last"] = key("Which occurrence of that event in an episode counts.", "each")
    when: tuple[Id, ...] = key("Conditions that must all hold.", ())
    unless: tuple[Id, ...] = key("Conditions none of which may hold.", ())
    met_by: tuple[str | MetBy, ...] = key("The events that meet it; absent: any outcome of its own step.", ())
    by: Id = key("The role that must do it.", "")
    in_force: InForce | None = key("The dates in force; a duty takes the rule of the day its event happened.", None)
    replaces: str = key("In an overlay: the rule it replaces, pack.step.duty.", "")
    effect: Literal["same", "stricter", "looser", "mixed"] | None = key("In an overlay: proved by the check.", None)
    because: str = key("In an overlay: why, where it is looser or mixed.", "")
    conflicts_with: tuple[Id, ...] = key("Duties of this step from another document, kept and shown beside it.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Part):
    """One way in which a step can end, or a thing recorded in it."""

    title: str = key("The outcome, for a person.", "")
    says: str = key("What it means.", "")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    by: tuple[Id, ...] = key("The roles that may record it; absent: those of the step.", ())
    authorised_by: Id = key("The role that must authorise it; it takes effect then.", "")
    two_people: bool = key("The authoriser must be another person than the author.", False)
    keeps_open: bool = key("The step stays open after it.", False)
    ends_case: bool = key("It closes the episode.", False)
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class MustNot(Part):
    """What the procedure forbids."""

    what: str = key("What is forbidden, for a person.")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    of: OneOrMany = key("Events from which on it is forbidden; absent: always.", ())
    until: OneOrMany = key("Events from which on it no longer is.", ())
    when: tuple[Id, ...] = key("Conditions that must all hold.", ())
    unless: tuple[Id, ...] = key("Conditions none of which may hold.", ())
    roles: tuple[Id, ...] = key("The roles to whom it is forbidden; absent: everyone.", ())
    refuses: OneOrMany = key("The outcomes refused: step.outcome, or step.* for all of a step.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """A step of the procedure."""

    title: str = key("Its name; absent: the base's.", "")
    says: str = key("What happens in it.", "")
    own: bool = key("This authority's own step, not in the shared skeleton.", False)
    changes: str = key("In an overlay on a pack with rules: the step it changes, pack.step.", "")
    requirement: OneOrMany = key("The requirements it carries.", ())
    reading: OneOrMany = key("The readings that apply.", ())
    cite: tuple[Cite, ...] = key("Where it comes from.", ())
    opens_when: tuple[str, ...] | Literal["always"] = key("The events that open it: the only place that says what follows.", ())
    when: tuple[Id, ...] = key("Opens only when all these conditions hold.", ())
    unless: tuple[Id, ...] = key("Does not open when one of these holds.", ())
    by: tuple[Id, ...] = key("The roles that may record it.", ())
    facts: tuple[Id, ...] = key("The facts that its events may state.", ())
    points: dict[Id, Point] = key("What it must establish.", {})
    duties: dict[Id, DutyRule] = key("What must happen.", {})
    outcomes: dict[Id, Outcome] = key("How it can end.", {})
    must_not: dict[Id, MustNot] = key("What must not happen.", {})

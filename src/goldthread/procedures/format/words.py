"""The words of a procedure: who takes part, what can be stated, and what can be asked about it."""

from collections.abc import Mapping
from typing import Literal

from goldthread.procedures.format.cites import Cites, Readings, Requirements
from goldthread.procedures.format.keys import NONE, Id, Part, Value

Ability = Literal[
    "advise",
    "answer_requests",
    "authorise_decision",
    "authorise_enquiry",
    "authorise_protection",
    "decide",
    "handle_allegations",
    "hold_case",
    "keep_records",
    "lead_family",
    "manage_accounts",
    "merge_records",
    "oversee_records",
    "protect_records",
    "read_audit",
    "read_record",
    "record_work",
    "review_access",
    "route",
    "screen",
    "search_people",
    "see_outbox",
    "see_team_work",
    "send_request",
    "take_contact",
    "transfer",
]
"""One thing that the service lets a role do. What may be recorded in a step is the step's own to say."""


class Role(Part):
    """Someone whom the procedure names."""

    title: str = ""
    """The name people use."""
    says: str = ""
    """Who that is."""
    counts_as: tuple[Id, ...] = ()
    """Roles whose part this role may also take."""
    may: tuple[Ability, ...] = ()
    """What it may do in the service, beyond what the base's role and those that it counts as may do."""
    people_a_day: int = 0
    """Of how many people it opens the records in a day, at most. More is shown to the privacy officer."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class Fact(Part):
    """Something that an event can state, and that a condition can ask."""

    title: str
    """What it is, for a person."""
    type: Literal["yes_no", "choice", "text", "date", "datetime", "number", "list"]
    """What is stated."""
    about: Literal["contact", "child"] = "contact"
    """`contact`: belongs to the event that states it. `child`: holds until stated anew."""
    values: Mapping[Id, str] = NONE
    """For a choice or a list: each value's id and title."""


class Condition(Part):
    """A named question about facts. There are no other expressions."""

    says: str
    """The condition in words, for the screen."""
    fact: Id = ""
    """The fact asked about."""
    is_: tuple[Value, ...] = ()
    """Holds when the fact is one of these."""
    is_not: tuple[Value, ...] = ()
    """Holds when the fact was stated and is none of these."""
    missing: bool = False
    """Holds, too, when the fact was not stated."""
    any_of: tuple[Id, ...] = ()
    """Instead of a fact: holds when one of these conditions holds."""


class Facts(Part):
    """The file facts.yaml."""

    facts: Mapping[Id, Fact] = NONE
    """What events can state."""
    conditions: Mapping[Id, Condition] = NONE
    """What rules can ask."""

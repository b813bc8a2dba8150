"""Routing and screening: where a contact goes, and what is found out about the child and family."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import Allocation, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, When, YesNo, YesNoUnknown
from goldthread.ledger.packfields import WithStep
from goldthread.ledger.procedure import Titles
from goldthread.people.statements import SamePersonAs

_S, _R = Sensitivity, Retention.CHILD_RECORD


class FormReturn(EntryType):
    """A form sent back for consultation. The form stays, and stays linked (HERTS-2.14, R14)."""

    kind = "form_return"
    title = "Returned for consultation"

    reason = LongText("Why is it returned?", _S.PERSONAL, _R, rows=3)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("form_return.returned",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Returned."""
        return [ProposedEvent("form_return", "returned")]


class Routing(EntryType):
    """A contact passed to the service that should have it (HERTS-2.6 to 2.8, 3.1 to 3.3, 10.1).

    The payload also holds the ids `team` and `worker`, whose names at the time are the fields.
    """

    kind = "routing"
    title = "Passed on"

    service = Choice("To which service?", _S.OPEN, Retention.ROUTING, choices=Titles("services"))
    team_name = Text("Team", _S.OPEN, Retention.ROUTING)
    worker_name = Text("Worker", _S.OPEN, Retention.ROUTING)
    fast_track = YesNo("Fast track, for action now?", _S.OPEN, Retention.ROUTING)
    spoken_to = Text("Whom did you speak to?", _S.PERSONAL, Retention.ROUTING)
    advised = Text("What the procedure advised", _S.OPEN, Retention.ROUTING)
    why = LongText("Why there?", _S.PERSONAL, Retention.ROUTING, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("routing.routed", "routing.fast_tracked")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Where it went."""
        places = (values.get("worker_name"), values.get("team_name"), values.get("service"))
        where = next((place for place in places if place), "")
        where = Titles("services").get(where, where) or "another service"
        return f"Fast-tracked to {where}" if values.get("fast_track") else f"Passed to {where}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Routed, or fast-tracked."""
        outcome = "fast_tracked" if values.get("fast_track") else "routed"
        return [ProposedEvent("routing", outcome, ROUTING.facts(values, part))]

    @classmethod
    def allocation(cls, values: Values) -> Allocation | None:
        """The team, and the worker when one is named, hold the case from now on."""
        return Allocation(team=values.get("team") or None, worker=values.get("worker") or None)


class Screening(EntryType):
    """What screening established about the children and those around them (HERTS-10.5 to 10.14)."""

    kind = "screening"
    title = "Screening"

    nature_of_concern = LongText("What is the worry?", _S.PERSONAL, _R, rows=4)
    how_arose = LongText("How and why has it arisen?", _S.PERSONAL, _R, rows=3)
    foundations = LongText("What is the worry founded on?", _S.PERSONAL, _R, rows=3)
    needs = LongText("What do the child’s needs appear to be?", _S.PERSONAL, _R, rows=3, per_child=True)
    where_now = Text("Where is the child now?", _S.LOCKED_ADDRESS, _R, per_child=True)
    last_seen = When("When was the child last seen?", _S.PERSONAL, _R, per_child=True)
    last_seen_by = Text("Who saw the child?", _S.PERSONAL, _R, per_child=True)
    abuse_or_neglect = YesNoUnknown("Does the worry involve abuse or neglect?", _S.PERSONAL, _R)
    significant_harm = YesNo(
        "Is there reason to suspect significant harm, or its likelihood?", _S.PERSONAL, _R, per_child=True
    )
    urgent_action = LongText(
        "What must be done urgently, for this or any other child?", _S.PERSONAL, _R, rows=2
    )
    suspected_crime = YesNo("May a crime have been committed?", _S.PERSONAL, _R)
    services_needed = LongText("Which services are needed?", _S.PERSONAL, _R, rows=2)
    specialist_assessment = LongText("Which specialist assessments are needed?", _S.PERSONAL, _R, rows=2)
    child_known = LongText("Is or was the child known to children’s services?", _S.PERSONAL, _R, rows=2)
    children_known = LongText(
        "Are or were brothers, sisters, half-siblings or other children of the household known?",
        _S.PERSONAL,
        _R,
        rows=2,
    )
    adults_known = LongText(
        "Are adults of the family, or close to it, known, or their other children?", _S.PERSONAL, _R, rows=2
    )
    records_checked = LongText(
        "Which records were looked at, and what do they show?", _S.PERSONAL, _R, rows=3
    )
    referrer_discussion = LongText("What did the referrer say when you talked?", _S.PERSONAL, _R, rows=3)
    agencies_involved = LongText("Which other agencies were involved, and why?", _S.PERSONAL, _R, rows=2)
    consent = LongText("Was consent sought, and no more shared than was needed?", _S.PERSONAL, _R, rows=2)
    continuum_of_need = LongText(
        "How does it stand against the local guidance on levels of need?", _S.PERSONAL, _R, rows=2
    )
    escalation_judgement = LongText(
        "Without the parents’ agreement: will needs escalate without help?", _S.PERSONAL, _R, rows=2
    )
    analysis = LongText("What do you make of it? (your opinion)", _S.PERSONAL, _R, rows=4)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("screening.completed",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Completed, with what it found for this child."""
        found = {
            "significant_harm": part.get("significant_harm"),
            "suspected_crime": values.get("suspected_crime"),
        }
        facts = {name: value for name, value in found.items() if value is not None}
        return [ProposedEvent("screening", "completed", facts | SCREENING.facts(values, part))]


ROUTING = WithStep(Routing.fields, "routing", points=True)
Routing.fields = ROUTING
SCREENING = WithStep(Screening.fields, "screening", points=True)
Screening.fields = SCREENING


class SamePerson(EntryType):
    """Somebody in a contact is a person already on record, whose id is the payload's `person`."""

    kind = "same_person"
    title = "Same person"

    how_known = LongText("How do you know that they are the same person?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Whoever the contact named is the person on record, until a correction takes `person` out."""
        known = values.get("person")
        return [SamePersonAs(about=named, other=known) for named in parts if known and named != known]

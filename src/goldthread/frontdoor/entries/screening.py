"""Advice, routing and screening: what is learnt about a contact before it is decided."""

from collections.abc import Sequence

from goldthread.frontdoor import choices
from goldthread.ledger.entries import Allocation, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, When, YesNo, YesNoUnknown
from goldthread.ledger.procedure import Titles

_S, _R = Sensitivity, Retention.CHILD_RECORD


class Consultation(EntryType):
    """Advice that the consultation hub gave: on the child's record, and progressing nothing (HERTS-2.16)."""

    kind = "consultation"
    title = "Consultation"
    opens_episode = True

    consulted_by = Text("Who asked for advice?", Sensitivity.PERSONAL, Retention.REFERRER)
    consulted_agency = Text("Their setting or agency", Sensitivity.PERSONAL, Retention.REFERRER)
    question = LongText("What did they ask?", _S.PERSONAL, _R, rows=5)
    advice_given = Choice("What did you advise?", _S.OPEN, _R, choices=choices.ADVICE)
    advice = LongText("Advice, in your words", _S.PERSONAL, _R, rows=4)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The advice, in short."""
        return f"Consultation: {choices.ADVICE.get(values.get('advice_given', ''), 'advice given')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Which form was advised, if any."""
        advised = values.get("advice_given", "none")
        outcome = "advised_otherwise" if advised == "none" else f"advised_{advised}"
        return [ProposedEvent("consultation", outcome, {"consultation_advice": advised})]


class FormReturn(EntryType):
    """A form sent back for consultation. The form stays, and stays linked (HERTS-2.14, R14)."""

    kind = "form_return"
    title = "Returned for consultation"

    reason = LongText("Why is it returned?", _S.PERSONAL, _R, rows=3)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Returned."""
        return [ProposedEvent("form_return", "returned")]


class Routing(EntryType):
    """A contact passed to the service that should have it (HERTS-2.6 to 2.8, 3.1 to 3.3, 10.1)."""

    kind = "routing"
    title = "Passed on"

    service = Choice("To which service?", _S.OPEN, Retention.ROUTING, choices=Titles("services"))
    team = Text("Team", _S.OPEN, Retention.ROUTING)
    worker = Text("Worker", _S.OPEN, Retention.ROUTING)
    fast_track = YesNo("Is it fast-tracked?", _S.OPEN, Retention.ROUTING)
    route = Text("Route", _S.OPEN, Retention.ROUTING)
    why = LongText("Why there?", _S.PERSONAL, Retention.ROUTING, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Where it went."""
        where = values.get("team_name") or Titles("services").get(
            values.get("service", ""), "another service"
        )
        return f"Fast-tracked to {where}" if values.get("fast_track") else f"Passed to {where}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Routed, or fast-tracked."""
        return [ProposedEvent("routing", "fast_tracked" if values.get("fast_track") else "routed")]

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
    continuum_of_need = LongText(
        "How does it stand against the local guidance on levels of need?", _S.PERSONAL, _R, rows=2
    )
    escalation_judgement = LongText(
        "Without the parents’ agreement: will needs escalate without help?", _S.PERSONAL, _R, rows=2
    )
    analysis = LongText("What do you make of it? (your opinion)", _S.PERSONAL, _R, rows=4)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Completed, with what it found for this child."""
        found = {
            "significant_harm": part.get("significant_harm"),
            "suspected_crime": values.get("suspected_crime"),
        }
        facts = {name: value for name, value in found.items() if value is not None}
        return [ProposedEvent("screening", "completed", facts)]


class AgencyEnquiry(EntryType):
    """A question to another agency, with its basis (HERTS-6.2 to 6.9, 10.15, 10.16)."""

    kind = "agency_enquiry"
    title = "Enquiry of another agency"

    agency = Text("Which agency?", _S.PERSONAL, _R)
    asked = LongText("What is asked, and no more than is needed?", _S.PERSONAL, _R, rows=3)
    parents_know = YesNo("Do the parents know of this enquiry and agree to it?", _S.PERSONAL, _R)
    basis = LongText("On what basis, and why is it proportionate?", _S.PERSONAL, _R, rows=3)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Whom it went to."""
        return f"Enquiry of {values.get('agency', 'another agency')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Made; without the parents' knowledge or agreement it waits for the Team Manager (HERTS-6.8)."""
        return [
            ProposedEvent("agency_enquiry", "made" if values.get("parents_know") else "made_without_parents")
        ]


class AgencyAnswer(EntryType):
    """What another agency answered."""

    kind = "agency_answer"
    title = "Answer from another agency"

    agency = Text("Which agency?", _S.PERSONAL, _R)
    answer = LongText("What did they say?", _S.PERSONAL, _R, rows=5)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who answered."""
        return f"Answer from {values.get('agency', 'another agency')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Answered."""
        return [ProposedEvent("agency_enquiry", "answered")]

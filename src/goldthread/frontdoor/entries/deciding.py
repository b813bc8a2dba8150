"""Deciding, starting the work that follows, and handing over."""

from collections.abc import Sequence

from goldthread.frontdoor import choices
from goldthread.frontdoor.doors import has
from goldthread.ledger.entries import Allocation, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, YesNo
from goldthread.ledger.packfields import WithStep
from goldthread.ledger.procedure import newest

_S, _R = Sensitivity, Retention.CHILD_RECORD


class Decision(EntryType):
    """The response to a contact, for each child (HERTS-7.1 to 7.8, 10.17 to 10.20)."""

    kind = "decision"
    title = "Decision"

    immediate_protection = YesNo("Does the child need immediate protection?", _S.PERSONAL, _R, per_child=True)
    child_in_need = YesNo(
        "Should the child be assessed as a child in need (section 17)?", _S.PERSONAL, _R, per_child=True
    )
    significant_harm = YesNo(
        "Is there reasonable cause to suspect significant harm (section 47)?", _S.PERSONAL, _R, per_child=True
    )
    outcome = Choice("Outcome", _S.PERSONAL, _R, per_child=True, choices=choices.OUTCOME)
    advice_route = Choice(
        "What is given?",
        _S.PERSONAL,
        _R,
        per_child=True,
        choices=choices.ADVICE_ROUTE,
        asked_when=("outcome", "no_further_action"),
    )
    early_help_route = Choice(
        "By which service?",
        _S.PERSONAL,
        _R,
        per_child=True,
        choices=choices.EARLY_HELP_ROUTE,
        asked_when=("outcome", "early_help"),
    )
    see_child = LongText(
        "When and how will the child be seen?",
        _S.PERSONAL,
        _R,
        rows=2,
        per_child=True,
        asked_when=("outcome", ("assessment", "strategy_discussion")),
    )
    services_required = LongText("Which services are needed, of what kind?", _S.PERSONAL, _R, rows=2)
    specialist_assessments = LongText(
        "Which further specialist assessments are needed?", _S.PERSONAL, _R, rows=2
    )
    reasons = LongText("Reasons for the decision", _S.PERSONAL, _R, rows=4)
    late_reason = LongText("Why does it come after the limit?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("decision.*",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The reasons, in short; the outcome stands with each child."""
        return f"Decision: {' '.join(str(values.get('reasons', '')).split())[:140]}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """This child's outcome, which takes effect when the manager authorises it (R13)."""
        names = ("advice_route", "early_help_route", "significant_harm")
        facts = {name: part[name] for name in names if part.get(name) is not None}
        facts |= DECISION.facts(values, part)
        if values.get("late_reason"):
            facts["late_reason"] = values["late_reason"]
        return [ProposedEvent("decision", part["outcome"], facts)] if part.get("outcome") else []


DECISION = WithStep(Decision.fields, "decision", points=True)
Decision.fields = DECISION


class StrategyDecision(EntryType):
    """Whether a strategy discussion and section 47 enquiries are initiated (HERTS-10.24)."""

    kind = "strategy_decision"
    title = "Strategy discussion decision"

    initiate = YesNo("Initiate a strategy discussion?", _S.PERSONAL, _R, per_child=True)
    with_police = YesNo("With the police?", _S.PERSONAL, _R)
    reasons = LongText("Reasons", _S.PERSONAL, _R, rows=4)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives, where the procedure has the question; otherwise it decides nothing."""
        if not has(newest(), "strategy_discussion.not_initiated"):
            return ()
        return ("strategy_discussion.initiated", "strategy_discussion.not_initiated")

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Initiated or not, for this child."""
        if part.get("initiate") is None:
            return []
        return [ProposedEvent("strategy_discussion", "initiated" if part["initiate"] else "not_initiated")]


class AssessmentStart(EntryType):
    """A Child and Family Assessment begins (HERTS-10.22, 11.1)."""

    kind = "assessment_start"
    title = "Child and Family Assessment started"
    on_child = "assessment:document"

    worker_note = LongText("Who will assess, and what comes first?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("child_and_family_assessment.started",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Started."""
        return [ProposedEvent("child_and_family_assessment", "started")]


class ProtectiveFactors(EntryType):
    """The holding team is satisfied that the child is safe enough for the case to move (HERTS-10.28)."""

    kind = "protective_factors"
    title = "Protective factors"

    risk_response = LongText("What has been done about the risk?", _S.PERSONAL, _R, rows=3)
    factors = LongText("Which protective factors are in place?", _S.PERSONAL, _R, rows=3)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("transfer.protective_factors_recorded",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Recorded."""
        return [ProposedEvent("transfer", "protective_factors_recorded", {"protective_factors": True})]


class TransferOffer(EntryType):
    """A team offers a case to another; it stays responsible until the other accepts."""

    kind = "transfer_offer"
    title = "Transfer offered"

    team_name = Text("To which team?", _S.OPEN, Retention.ROUTING)
    why = LongText("Why?", _S.PERSONAL, Retention.ROUTING, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("transfer.offered",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Offered."""
        return [ProposedEvent("transfer", "offered")]


class TransferAnswer(EntryType):
    """The other team accepts the case, or does not."""

    kind = "transfer_answer"
    title = "Transfer answered"

    accepted = YesNo("Accept the case?", _S.OPEN, Retention.ROUTING)
    why = LongText("Why not?", _S.PERSONAL, Retention.ROUTING, rows=2, asked_when=("accepted", False))

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("transfer.accepted", "transfer.declined")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Accepted or not."""
        return "Transfer accepted" if values.get("accepted") else "Transfer not accepted"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Accepted or declined."""
        return [ProposedEvent("transfer", "accepted" if values.get("accepted") else "declined")]

    @classmethod
    def allocation(cls, values: Values) -> Allocation | None:
        """An accepted case is the other team's."""
        return Allocation(team=values.get("team") or None, worker="") if values.get("accepted") else None

"""Talking to other agencies about a child: enquiries, answers, and the police."""

from collections.abc import Sequence

from goldthread.frontdoor import choices
from goldthread.ledger.entries import Consent, Disclosure, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, When, YesNo
from goldthread.ledger.packfields import WithStep

_S, _R = Sensitivity, Retention.CHILD_RECORD


class AgencyEnquiry(EntryType):
    """A question to another agency, with its basis (HERTS-6.2 to 6.9, 10.15, 10.16; HUB-2.4 to 2.6)."""

    kind = "agency_enquiry"
    title = "Enquiry of another agency"

    agency = Text("Which agency?", _S.PERSONAL, _R)
    asked = LongText("What do you ask and share? No more than is needed", _S.PERSONAL, _R, rows=3)
    parents_agree = YesNo("Do the parents know of this enquiry and agree to it?", _S.PERSONAL, _R)
    basis = Choice(
        "On what basis do you ask all the same?",
        _S.PERSONAL,
        _R,
        choices=choices.ENQUIRY_BASIS,
        asked_when=("parents_agree", False),
    )
    needs_without_help = LongText(
        "Without their agreement: will the child’s needs grow without help?",
        _S.PERSONAL,
        _R,
        rows=2,
        asked_when=("parents_agree", False),
    )
    reasons = LongText(
        "Why is the agency asked without the parents’ knowledge or agreement?",
        _S.PERSONAL,
        _R,
        rows=3,
        asked_when=("parents_agree", False),
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("agency_enquiry.made", "agency_enquiry.made_without_parents")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Whom it went to."""
        how = "" if values.get("parents_agree") else ", without the parents’ knowledge or agreement"
        return f"Enquiry of {values.get('agency', 'another agency')}{how}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Made; without the parents' knowledge or agreement it waits for the Team Manager (HERTS-6.8)."""
        more = ENQUIRY.facts(values, part)
        if values.get("parents_agree"):
            agreed = {"consent": "agreed", "enquiry_basis": "agreed"}
            return [ProposedEvent("agency_enquiry", "made", agreed | more)]
        facts = {"enquiry_basis": values.get("basis"), "enquiry_reasons": values.get("reasons")}
        stated = {name: fact for name, fact in facts.items() if fact} | more
        return [ProposedEvent("agency_enquiry", "made_without_parents", stated)]

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """The parents agree to this enquiry, or it is made all the same (HERTS-6.8, HUB-2.5)."""
        agency = str(values.get("agency", ""))
        if values.get("parents_agree"):
            return [Consent("gather", "agreed", "The parents", scope=agency)]
        why = ". ".join(filter(None, (_basis(values), str(values.get("reasons", "")))))
        return [Consent("gather", "overridden", scope=agency, why=why)]

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """What the agency was told when it was asked (HSSCP-6.4, HSSCP-6.7)."""
        agreed = values.get("parents_agree") is True
        return [
            Disclosure(
                to=str(values.get("agency", "")),
                what=str(values.get("asked", "")),
                how="Asked",
                basis="The parents agree" if agreed else _basis(values),
                relevance=str(values.get("reasons", "")),
                consented=agreed,
            )
        ]


def _basis(values: Values) -> str:
    """On what it was made without the parents' agreement."""
    return choices.ENQUIRY_BASIS.get(str(values.get("basis", "")), "")


ENQUIRY = WithStep(AgencyEnquiry.fields, "agency_enquiry", points=True)
AgencyEnquiry.fields = ENQUIRY


class AgencyAnswer(EntryType):
    """What another agency answered."""

    kind = "agency_answer"
    title = "Answer from another agency"

    agency = Text("Which agency?", _S.PERSONAL, _R)
    answered_by = Text("Who answered? (name and post)", _S.PERSONAL, _R)
    answer = LongText("What did they say?", _S.PERSONAL, _R, rows=5)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("agency_enquiry.answered",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who answered."""
        return f"Answer from {values.get('agency', 'another agency')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Answered."""
        return [ProposedEvent("agency_enquiry", "answered")]


class PoliceNotification(EntryType):
    """The police told of a possible crime (HERTS-9.2, 6.10)."""

    kind = "police_notification"
    title = "Police told"

    told_at = When("When did you tell them?", _S.PERSONAL, _R, called="the time you told them", past=True)
    told_to = Text("Whom did you tell? (name, number, unit)", _S.PERSONAL, _R)
    told = LongText("What did you tell them?", _S.PERSONAL, _R, rows=3)
    police_reference = Text("Police reference", _S.PERSONAL, _R)
    before_parents = YesNo("Were they told before the parents heard of the worry?", _S.PERSONAL, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("police_notification.notified",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Notified, of what may be a crime."""
        return [ProposedEvent("police_notification", "notified", {"suspected_crime": True})]


class PoliceProtection(EntryType):
    """Notice that the police have taken a child into police protection (HERTS-9.3)."""

    kind = "police_protection"
    title = "Police protection notified"

    told_at = When("When did they tell us?", _S.PERSONAL, _R, called="the time they told us", past=True)
    officer = Text("Which officer told us?", _S.PERSONAL, _R)
    details = LongText("What did they say?", _S.PERSONAL, _R, rows=3)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("police_protection.notified",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Notified, and the child is known to be in police protection."""
        return [ProposedEvent("police_protection", "notified", {"police_protection": True})]


class ProtectiveAction(EntryType):
    """What is done now to keep a child safe, or that nothing need be; a manager authorises it (HERTS-9.1)."""

    kind = "protective_action"
    title = "Protective action"

    needed = YesNo(
        "Does anything have to be done now so that the child and the household are safe?", _S.PERSONAL, _R
    )
    action = LongText(
        "What is being done, for whom, and which services start?",
        _S.PERSONAL,
        _R,
        rows=4,
        asked_when=("needed", True),
    )
    why_not = LongText("Why is nothing needed now?", _S.PERSONAL, _R, rows=3, asked_when=("needed", False))

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("protective_action.authorised", "protective_action.not_needed")

    @classmethod
    def summary(cls, values: Values) -> str:
        """What is done, or that nothing is."""
        words = " ".join(str(values.get("action") or values.get("why_not") or "").split())[:140]
        return f"{cls.title}: {words}" if values.get("needed") else f"No protective action needed: {words}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Authorised or not needed, once a manager says so; proposed until then."""
        return [ProposedEvent("protective_action", "authorised" if values.get("needed") else "not_needed")]

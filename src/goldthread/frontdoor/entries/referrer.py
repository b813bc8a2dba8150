"""What passes between the service and whoever made a contact, after it was received."""

from collections.abc import Sequence

from goldthread.documents.entries import SHARED_ON
from goldthread.frontdoor import choices
from goldthread.frontdoor.entries import consent
from goldthread.frontdoor.entries.contact import STATED
from goldthread.ledger.consents import said
from goldthread.ledger.entries import Consent, Disclosure, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, NHSNumber, Retention, Sensitivity, Text, When, YesNo
from goldthread.ledger.packfields import WithStep

_S, _R = Sensitivity, Retention


class Acknowledgement(EntryType):
    """A person told the referrer that the contact was received, and nothing more (HERTS-4.1 to 4.4)."""

    kind = "acknowledgement"
    title = "Acknowledged"

    in_writing = YesNo("Was it in writing?", _S.OPEN, _R.REFERRER)
    limits_explained = YesNo("Did you explain the limits of staying unnamed?", _S.OPEN, _R.REFERRER)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("acknowledgement.sent", "acknowledgement.told")

    @classmethod
    def summary(cls, values: Values) -> str:
        """How."""
        return f"{cls.title} {'in writing' if values.get('in_writing') else 'by word of mouth'}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Sent or told."""
        facts = {"limits_explained": True} if values.get("limits_explained") else {}
        return [ProposedEvent("acknowledgement", "sent" if values.get("in_writing") else "told", facts)]


class ReferrerTalk(EntryType):
    """A social worker talked the contact through with the referrer (HERTS-5.1, 10.13)."""

    kind = "referrer_talk"
    title = "Talked with the referrer"

    talked_at = When("When?", _S.PERSONAL, _R.CHILD_RECORD, called="the time you talked", past=True)
    said = LongText("What did they say?", _S.PERSONAL, _R.CHILD_RECORD, rows=4)
    told = LongText("What did you tell them?", _S.PERSONAL, _R.CHILD_RECORD, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("contact.discussed",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Discussed."""
        return [ProposedEvent("contact", "discussed")]


class MoreInformation(EntryType):
    """What was missing from a contact and has come in (HERTS-5.19).

    Among it what the procedure waits for: HERTS-0.4, 2.29, 3.6, 3.8, 3.14, 3.15, 3.26, 6.3 and 6.5.
    """

    kind = "more_information"
    title = "More information"

    information = LongText("What have you learnt, and from whom?", _S.PERSONAL, _R.CHILD_RECORD, rows=3)
    nhs_number = NHSNumber("NHS number", _S.PERSONAL, _R.CHILD_RECORD, per_child=True)
    parents_informed = Choice(
        "What do the parents know of this contact?", _S.PERSONAL, _R.CHILD_RECORD, choices=choices.CONSENT
    )
    consent_reason = consent.reason()
    not_informed_ground = consent.ground()
    asked_to_inform_parents = YesNo(
        "Have you asked the referrer to tell the parents?", _S.OPEN, _R.CHILD_RECORD
    )
    pr_holder_agrees = YesNo("Does someone with parental responsibility agree?", _S.PERSONAL, _R.CHILD_RECORD)
    pr_holder_name = Text("Who agreed?", _S.PERSONAL, _R.CHILD_RECORD, asked_when=("pr_holder_agrees", True))
    families_first_considered = YesNo(
        "Has an early help assessment been considered?", _S.OPEN, _R.CHILD_RECORD
    )
    assessment_attached = YesNo("Has the early help assessment come in?", _S.OPEN, _R.CHILD_RECORD)
    other_child_recorded = YesNo(
        "Are the details of the other child recorded, as a contact of their own?", _S.OPEN, _R.CHILD_RECORD
    )
    told_to_refer_directly = YesNo(
        "Has the referrer advised that person to contact us themselves?", _S.OPEN, _R.REFERRER
    )
    limits_explained = YesNo("Have you explained the limits of staying unnamed?", _S.OPEN, _R.REFERRER)
    sent_securely = YesNo("Has it come by a secure way?", _S.OPEN, _R.ROUTING)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("contact.information_added",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The first words of it."""
        words = " ".join(str(values.get("information", "")).split())[:140]
        return f"{cls.title}: {words}" if words else cls.title

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Added, with each thing that the procedure waits for."""
        facts = {name: values[name] for name in _SAME_NAME if values.get(name) is not None}
        told = {
            "consent": values.get("parents_informed"),
            "consent_reason_given": bool(values.get("consent_reason")) or None,
            "nhs_number_given": bool(part.get("nhs_number")) or None,
        }
        facts |= {name: value for name, value in told.items() if value is not None}
        return [ProposedEvent("contact", "information_added", facts | LEARNT.facts(values, part))]

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """What the parents know, and permit."""
        return said(values)


_SAME_NAME = (
    "asked_to_inform_parents",
    "assessment_attached",
    "families_first_considered",
    "limits_explained",
    "not_informed_ground",
    "other_child_recorded",
    "pr_holder_agrees",
    "sent_securely",
    "told_to_refer_directly",
)


class Feedback(EntryType):
    """What the referrer was told after the decision, or why not (HERTS-4.5, 10.25 to 10.27)."""

    kind = "feedback"
    title = "Referrer told"

    reached = YesNo("Can the referrer be told?", _S.OPEN, _R.REFERRER)
    not_reached = LongText("Why not?", _S.PERSONAL, _R.REFERRER, rows=2, asked_when=("reached", False))
    told_how = Choice(
        "How are they told?", _S.OPEN, _R.REFERRER, choices=choices.CHANNEL, asked_when=("reached", True)
    )
    told = LongText("What were they told?", _S.PERSONAL, _R.REFERRER, rows=3, asked_when=("reached", True))
    reminded = YesNo(
        "Were they reminded to tell the person they acted for?",
        _S.OPEN,
        _R.REFERRER,
        asked_when=("reached", True),
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("feedback.told",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """How, or that it was not possible."""
        if values.get("reached") is False:
            return "Referrer could not be told"
        return f"{cls.title}: {choices.CHANNEL.get(values.get('told_how', ''), '').lower()}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Told, and reminded where they were; nothing where they could not be reached."""
        if values.get("reached") is False:
            return []
        facts = {"reminded_to_feed_back": True} if values.get("reminded") else {}
        return [ProposedEvent("feedback", "told", facts)]

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """Whoever told us was told what came of it, aloud or by letter. They may wish to stay unnamed."""
        if not values.get("reached"):
            return []
        how = choices.CHANNEL.get(values.get("told_how", ""), "")
        what = str(values.get("told") or "What we decided")
        return [Disclosure(to="Whoever told us of a worry", what=what, how=how, basis=SHARED_ON["duty"])]


LEARNT = WithStep(MoreInformation.fields, "contact", stated=STATED)
MoreInformation.fields = LEARNT

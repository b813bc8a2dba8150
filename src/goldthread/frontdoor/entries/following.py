"""What happens around a contact while its referrer waits: shown as received, asked after, and added to."""

from collections.abc import Mapping, Sequence

from goldthread.frontdoor import choices
from goldthread.frontdoor.entries import consent
from goldthread.frontdoor.entries.contact import STATED
from goldthread.ledger.consents import said
from goldthread.ledger.entries import Consent, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import (
    Choice,
    File,
    LongText,
    NHSNumber,
    Retention,
    Sensitivity,
    Text,
    YesNo,
)
from goldthread.ledger.packfields import WithStep
from goldthread.people.statements import Identified

_S, _R = Sensitivity, Retention


class ReceiptShown(EntryType):
    """The referrer read on the screen that we have it; there was no address to write to (reading R22)."""

    kind = "receipt_shown"
    title = "Receipt shown on screen"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Told."""
        return [ProposedEvent("acknowledgement", "told")]


class Chase(EntryType):
    """The referrer asks how their contact stands (HERTS-4.3)."""

    kind = "chase"
    title = "Referrer asked again"

    message = LongText(
        "Is there anything to add?",
        Sensitivity.PERSONAL,
        Retention.CHILD_RECORD,
        called="what you want to add",
        rows=3,
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("contact.chased",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The first words of what they added."""
        added = " ".join(str(values.get("message", "")).split())
        return f"{cls.title}: {added[:140]}" if added else cls.title

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Chased."""
        return [ProposedEvent("contact", "chased")]


class Addition(EntryType):
    """What a referrer adds to a contact already made, and what the procedure waits for (HERTS-5.19)."""

    kind = "addition"
    title = "Added by the referrer"

    information = LongText("What do you want to add?", _S.PERSONAL, _R.CHILD_RECORD, rows=5)
    nhs_number = NHSNumber("NHS number", _S.PERSONAL, _R.CHILD_RECORD, per_child=True)
    parents_informed = Choice(
        "What do the parents know now?", _S.PERSONAL, _R.CHILD_RECORD, choices=choices.CONSENT
    )
    consent_reason = consent.reason()
    not_informed_ground = consent.ground()
    pr_holder_agrees = YesNo(
        "Does someone with parental responsibility agree now?", _S.PERSONAL, _R.CHILD_RECORD
    )
    pr_holder_name = Text("Who agreed?", _S.PERSONAL, _R.CHILD_RECORD, asked_when=("pr_holder_agrees", True))
    told_to_refer_directly = YesNo(
        "Have you advised the person who told you to contact us themselves?", _S.OPEN, _R.REFERRER
    )
    families_first_considered = YesNo(
        "Have you considered a Families First Assessment?", _S.OPEN, _R.CHILD_RECORD
    )
    assessment_file = File("Attach the Families First Assessment", _S.PERSONAL, _R.CHILD_RECORD)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The first words of it."""
        words = " ".join(str(values.get("information", "")).split())[:140]
        return f"{cls.title}: {words}" if words else cls.title

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Added, with each thing that the procedure waits for."""
        facts = {
            "assessment_attached": bool(values.get("assessment_file")) or None,
            "consent": values.get("parents_informed"),
            "consent_reason_given": bool(values.get("consent_reason")) or None,
            "families_first_considered": values.get("families_first_considered"),
            "nhs_number_given": bool(part.get("nhs_number")) or None,
            "not_informed_ground": values.get("not_informed_ground"),
            "pr_holder_agrees": values.get("pr_holder_agrees"),
            "told_to_refer_directly": values.get("told_to_refer_directly"),
        }
        given = {name: value for name, value in facts.items() if value is not None}
        return [ProposedEvent("contact", "information_added", given | ADDED.facts(values, part))]

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """The children's NHS numbers, as the referrer gave them."""
        return [Identified(about=child, value=part.get("nhs_number", "")) for child, part in parts.items()]

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """What the parents know, and permit."""
        return said(values)


ADDED = WithStep(Addition.fields, "contact", stated=STATED)
Addition.fields = ADDED

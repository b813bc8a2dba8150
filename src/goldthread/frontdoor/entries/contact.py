"""A contact: someone tells children's services about a child. One class for every door it comes in by."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.frontdoor import choices, statements
from goldthread.frontdoor.entries import consent
from goldthread.frontdoor.entries.household import CHILD, HOUSEHOLD, NAMES, OTHER_CHILD
from goldthread.ledger.consents import said
from goldthread.ledger.entries import Consent, EntryType, ProposedEvent, Teller, Values
from goldthread.ledger.fields import (
    Choice,
    Email,
    Field,
    File,
    Group,
    LongText,
    Phone,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
    YesNoUnknown,
)
from goldthread.ledger.packfields import WithStep
from goldthread.ledger.procedure import newest
from goldthread.procedures.referrers import of_the_public

_S, _R = Sensitivity, Retention
_CHILD, _REFERRER, _ROUTING = _R.CHILD_RECORD, _R.REFERRER, _R.ROUTING


class Contact(EntryType):
    """What a referrer said, by any channel. Which of it a form asks, and in which order, is the pack's."""

    kind = "contact"
    title = "Contact"
    opens_episode = True
    page = "frontdoor:contact"

    # How it came in
    channel = Choice("How did it arrive?", _S.OPEN, _ROUTING, choices=choices.CHANNEL)
    received_at = When("When was it received?", _S.OPEN, _ROUTING, called="the time it was received")
    form = Choice("Form", _S.OPEN, _ROUTING, choices=choices.FORM)

    # Danger, first
    immediate_danger = YesNo("Is a child in immediate danger now?", _S.PERSONAL, _CHILD)
    imminent_reason = LongText(
        "What makes you think so?", _S.PERSONAL, _CHILD, asked_when=("immediate_danger", True), rows=3
    )

    # The children and the people around them
    children = Group("Children", _S.PERSONAL, _CHILD, fields=CHILD, one="child", titled_by=NAMES)
    household = Group(
        "Other people in the household or family",
        _S.PERSONAL,
        _CHILD,
        fields=HOUSEHOLD,
        one="person",
        titled_by=NAMES,
    )
    parental_responsibility = LongText("Who has parental responsibility?", _S.PERSONAL, _CHILD, rows=2)
    extended_family = LongText(
        "Other relatives or people who matter to the child", _S.PERSONAL, _CHILD, rows=3
    )

    # The worry
    concern = LongText("What are you worried about?", _S.PERSONAL, _CHILD, rows=8)
    concern_source = Choice(
        "Where does the concern come from?", _S.OPEN, _CHILD, choices=choices.CONCERN_SOURCE
    )
    concern_pattern = Choice("Is it one event or several?", _S.OPEN, _CHILD, choices=choices.CONCERN_PATTERN)
    incident_when = Text("When did it happen?", _S.PERSONAL, _CHILD)
    incident_where = Text("Where did it happen?", _S.PERSONAL, _CHILD)
    significant_events = LongText(
        "Important events in the child’s or family’s life", _S.PERSONAL, _CHILD, rows=3
    )
    previous_concerns = LongText("Have there been worries before?", _S.PERSONAL, _CHILD, rows=3)
    alleged_perpetrator = LongText("Who is said to have caused the harm?", _S.PERSONAL, _CHILD, rows=2)
    harm_by_child = YesNo("Was harm caused by another child?", _S.PERSONAL, _CHILD)
    other_child = Group(
        "The child who caused the harm",
        _S.PERSONAL,
        _CHILD,
        fields=OTHER_CHILD,
        one="child",
        titled_by=NAMES,
        max_rows=5,
        asked_when=("harm_by_child", True),
    )
    concern_about_professional = YesNo(
        "Is the worry about someone who works or volunteers with children?", _S.PERSONAL, _CHILD
    )
    other_agencies = LongText("Other agencies involved, now or before", _S.PERSONAL, _CHILD, rows=3)
    positive_aspects = LongText("What is going well for the child?", _S.PERSONAL, _CHILD, rows=3)
    parental_issues = LongText(
        "Anything about the parents that affects the child", _S.SPECIAL_CATEGORY, _CHILD, rows=3
    )
    threats_to_staff = LongText("Threats or violence towards professionals", _S.PERSONAL, _CHILD, rows=2)
    asked_domestic_abuse = YesNoUnknown("Domestic violence or abuse", _S.SPECIAL_CATEGORY, _CHILD)
    asked_mental_illness = YesNoUnknown("Mental illness", _S.SPECIAL_CATEGORY, _CHILD)
    asked_substance_misuse = YesNoUnknown("Substance misuse", _S.SPECIAL_CATEGORY, _CHILD)
    asked_learning_difficulties = YesNoUnknown("Learning difficulties", _S.SPECIAL_CATEGORY, _CHILD)
    asked_details = LongText("Details", _S.SPECIAL_CATEGORY, _CHILD, rows=3)

    # What the parents know
    parents_informed = Choice(
        "What do the parents know of this contact?", _S.PERSONAL, _CHILD, choices=choices.CONSENT
    )
    consent_reason = consent.reason()
    not_informed_ground = consent.ground()
    pr_holder_agrees = YesNo(
        "Does someone with parental responsibility agree to this request?", _S.PERSONAL, _CHILD
    )
    pr_holder_name = Text("Who agreed?", _S.PERSONAL, _CHILD, asked_when=("pr_holder_agrees", True))

    # What is asked for
    service_wanted = LongText("What service or support is needed?", _S.PERSONAL, _CHILD, rows=4)
    support_only = YesNo("Is this only a request for family support?", _S.OPEN, _CHILD)
    several_needs = YesNo("Does the child have several needs?", _S.PERSONAL, _CHILD)
    families_first_considered = YesNo(
        "Have you considered a Families First Assessment?",
        _S.OPEN,
        _CHILD,
        asked_when=("several_needs", True),
    )
    consulted_hub = YesNo("Have you talked to the Consultation Hub about this child?", _S.OPEN, _ROUTING)
    consulted_at = When("When did you talk to them?", _S.OPEN, _ROUTING, asked_when=("consulted_hub", True))
    consultation_advice = Choice(
        "What did they advise?", _S.OPEN, _ROUTING, choices=choices.ADVICE, asked_when=("consulted_hub", True)
    )
    families_first_assessment = YesNo("Has a Families First Assessment been done?", _S.OPEN, _CHILD)
    assessment_file = File(
        "Attach the Families First Assessment",
        _S.PERSONAL,
        _CHILD,
        asked_when=("families_first_assessment", True),
    )

    # Who is telling us
    referrer_kind = Choice("Who is telling us?", _S.OPEN, _REFERRER, choices=choices.REFERRER_KIND)
    anonymous = YesNo("Would you rather not give your name?", _S.OPEN, _REFERRER)
    referrer_name = Text("Your name", _S.LOCKED_REFERRER, _REFERRER, asked_when=("anonymous", False))
    referrer_role = Text("Your job title", _S.LOCKED_REFERRER, _REFERRER)
    referrer_agency = Text("Your agency", _S.PERSONAL, _REFERRER)
    referrer_phone = Phone("Telephone number", _S.LOCKED_REFERRER, _REFERRER)
    referrer_email = Email("Email address", _S.LOCKED_REFERRER, _REFERRER)
    referrer_relationship = LongText(
        "How do you know the child and family?", _S.LOCKED_REFERRER, _REFERRER, rows=2
    )
    withhold_identity = YesNo("Should the family not be told who you are?", _S.OPEN, _REFERRER)
    limits_explained = YesNo("The limits of staying unnamed have been explained", _S.OPEN, _REFERRER)
    on_behalf_of_other = YesNo("Are you passing on what someone else told you?", _S.OPEN, _REFERRER)
    third_party = LongText(
        "Who told you, and what did they say?",
        _S.LOCKED_REFERRER,
        _REFERRER,
        rows=2,
        asked_when=("on_behalf_of_other", True),
    )
    told_to_refer_directly = YesNo(
        "Have you advised them to contact us themselves?",
        _S.OPEN,
        _REFERRER,
        asked_when=("on_behalf_of_other", True),
    )

    # What the officer knows
    child_open = YesNo("Is the child already open to children’s services?", _S.PERSONAL, _ROUTING)
    urgent = YesNo("Is it urgent?", _S.OPEN, _ROUTING)
    allocated_worker_name = Text("Name of the child’s social worker, if you know it", _S.PERSONAL, _ROUTING)
    significant_harm = YesNo(
        "Are there signs of significant harm, or of its likelihood?", _S.PERSONAL, _CHILD
    )
    suspected_crime = YesNo("May a crime have been committed?", _S.PERSONAL, _CHILD)
    acknowledged_aloud = YesNo("I told the caller that we have received this", _S.OPEN, _ROUTING)
    someone_else = LongText("Why it is not the person on record who is alike", _S.PERSONAL, _CHILD)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return ("contact.received",)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """The common questions, and those of the pack that were answered."""
        return {**ASKED.own, **{name: field for name, field in ASKED.more.items() if name in values}}

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """Each child's own row."""
        return CHILD

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """Who the referrer is, where they wished to stay unnamed (HERTS-3.25)."""
        return frozenset({Sensitivity.LOCKED_REFERRER}) if values.get("withhold_identity") else frozenset()

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who told us, how, and the first words of the worry."""
        who = choices.REFERRER_KIND.get(values.get("referrer_kind", ""), "Someone")
        how = choices.CHANNEL.get(values.get("channel", ""), "").lower()
        worry = " ".join(str(values.get("concern") or values.get("service_wanted") or "").split())
        return f"{who}, by {how}: {worry[:140]}" if how else f"{who}: {worry[:140]}"

    @classmethod
    def told_by(cls, values: Values) -> Teller | None:
        """The professional who told it aloud to an officer, and confirms it in writing (HERTS-3.5)."""
        spoken = values.get("channel") in choices.SPOKEN
        if not spoken or values.get("referrer_kind") in of_the_public(newest()):
            return None
        return Teller(values.get("referrer_email", ""), values.get("referrer_agency", ""))

    @classmethod
    def in_the_name_of(cls, values: Values) -> str:
        """The agency that an officer's telephone call or letter came from."""
        return str(values.get(AGENCY, ""))

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Received, or what the pack says that its form makes; and told aloud, when the officer did."""
        step, _, outcome = _made_by_form(values).partition(".")
        events = [ProposedEvent(step, outcome, contact_facts(values, part))]
        if values.get("acknowledged_aloud"):
            events.append(ProposedEvent("acknowledgement", "told"))
        return events

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Names, dates, addresses and relationships, as the referrer gave them."""
        return statements.of_contact(values, parts)

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """What the parents know, and permit."""
        return said(values)


RECEIVED = "contact.received"
AGENCY = "told_by_agency"  # in the payload: the agency whose words somebody else wrote down
CONFIRMS = "confirms"  # in the payload: it puts in writing what was told aloud
_SAME_NAME = (
    "channel",
    "form",
    "referrer_kind",
    "consulted_hub",
    "consulted_at",
    "consultation_advice",
    "urgent",
    "support_only",
    "pr_holder_agrees",
    "several_needs",
    "harm_by_child",
    "concern_about_professional",
    "on_behalf_of_other",
    "told_to_refer_directly",
    "anonymous",
    "limits_explained",
    "families_first_assessment",
    "families_first_considered",
    "not_informed_ground",
    "child_open",
    "significant_harm",
    "suspected_crime",
)
_OTHER_NAME = {
    "imminent_risk": "immediate_danger",
    "consent": "parents_informed",
    "identity_withheld": "withhold_identity",
}


# Facts that follow from several answers, or from something else than an answer.
_DERIVED = (
    "other_child_recorded",
    "worker_known",
    "nhs_number_given",
    "assessment_attached",
    "consent_reason_given",
    "sent_securely",
    "asked_to_inform_parents",
    "difficulties_asked",
    "unborn",
)
ASKED = WithStep(Contact.fields, "contact", stated=(*_OTHER_NAME, *_DERIVED))
Contact.fields = ASKED
STATED = (*ASKED.own, *_OTHER_NAME, *_DERIVED)  # what a contact of any authority may state

# The four questions that every referrer is asked; "not known" is an answer (HERTS-5.2).
_ASKED = (
    "asked_domestic_abuse",
    "asked_mental_illness",
    "asked_substance_misuse",
    "asked_learning_difficulties",
)


def contact_facts(values: Values, part: Values) -> dict[str, Any]:
    """The facts that the procedure reads, from what was answered. An unanswered question states nothing."""
    facts = {name: values.get(name) for name in _SAME_NAME}
    facts |= {fact: values.get(name) for fact, name in _OTHER_NAME.items()}
    facts |= {
        "unborn": (bool(part.get("expected")) and not part.get("born")) or None,
        "other_child_recorded": bool(values.get("other_child")) if values.get("harm_by_child") else None,
        "worker_known": bool(values.get("allocated_worker_name")) if values.get("child_open") else None,
        "nhs_number_given": bool(part.get("nhs_number")),
        "assessment_attached": (
            bool(values.get("assessment_file")) if values.get("families_first_assessment") else None
        ),
        "consent_reason_given": bool(values.get("consent_reason")) or None,
        "sent_securely": values.get("channel") == "online_form" or None,
        "asked_to_inform_parents": _asked_on_screen(values) or None,
        "difficulties_asked": all(values.get(name) for name in _ASKED) or None,
    }
    return {name: value for name, value in facts.items() if value is not None} | ASKED.facts(values, {})


def _made_by_form(values: Values) -> str:
    """The event that the form makes; another where it only confirms what was told aloud."""
    form = newest().forms.get(values.get("form", ""))
    if form is None:
        return RECEIVED
    return (form.confirms if values.get(CONFIRMS) else "") or form.starts or RECEIVED


def _asked_on_screen(values: Values) -> bool:
    """Whether the form itself asked that the parents be told, for want of a ground not to (HERTS-6.5)."""
    ground = values.get("not_informed_ground", "none")
    told = values.get("parents_informed") != "not_informed"
    return values.get("channel") == "online_form" and not told and ground == "none"

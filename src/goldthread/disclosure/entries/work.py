"""What is recorded of a request for information until it is answered, one kind for each page (HERTS-8)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from goldthread.disclosure.entries.request import OPENED, REPLY, STEP
from goldthread.ledger.entries import Consent, Disclosure, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import (
    Carried,
    Choice,
    Date,
    Email,
    Field,
    Group,
    LongText,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
)
from goldthread.ledger.packfields import POINT
from goldthread.ledger.procedure import OutcomeTitles
from goldthread.ledger.stepentries import OfStep

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
KEPT = "kept"
SHARED = frozenset({"sent", "viewed", "copies_given"})  # what goes beyond saying whether somebody is known
TOLD_HOW = {
    "email": "By e-mail, with the letter shown here",
    "telephone": "By telephone",
    "other": "Otherwise",
}


class OfRequest(OfStep):
    """An outcome of a request. Of what the pack's step may state it asks only what belongs to its page."""

    asks: ClassVar[tuple[str, ...]] = ()  # facts
    outcomes: ClassVar[tuple[str, ...]] = ()  # of the request; those of the answer stand in `replies`
    replies: ClassVar[tuple[str, ...]] = ()
    leaves_out: ClassVar[tuple[str, ...]] = ()  # of what every step asks

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Its outcomes."""
        return (*(f"{STEP}.{one}" for one in cls.outcomes), *(f"{REPLY}.{one}" for one in cls.replies))

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """What the class asks, and the facts that belong here."""
        own = {*cls.fields, *cls.asks} - {*cls.leaves_out}
        return {name: field for name, field in super().fields_of(values).items() if name in own}

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """Nothing: how a child stood is in the request."""
        return {}


class InformationPassed(OfRequest):
    """It was passed on to whoever answers it, or its contact was finished (HERTS-8.1 to 8.3, 8.24, 8.34)."""

    kind = "information_passed"
    title = "Request for information passed on"
    outcomes = (
        *("passed_to_worker", "passed_to_team", "passed_to_data_protection", "legal_team_told"),
        *("contact_finished", *OPENED),
    )
    leaves_out = ("opinion", "who")

    passed_to = Text("To whom?", _P, _R, max_length=300)
    what = LongText("What goes with it?", _P, _R, rows=2)


# What follows of the request from what was shown, for whoever asks where it goes now.
SHOWS: Mapping[str, Mapping[str, object]] = {
    "consent_received": {"consent_shown": "individual"},
    "parental_consent_received": {"consent_shown": "parental_responsibility"},
    "role_shown": {"role_shown": True},
    "purpose_confirmed": {"request_purpose": "safeguarding"},
    "identity_shown": {"identity_proved": True},
    "reason_received": {"reason_given": True},
}


CONSENTS = frozenset({"consent_received", "parental_consent_received"})


class InformationEvidence(OfRequest):
    """Something that had to be shown was shown (HERTS-8.6, 8.7, 8.10, 8.25, 8.41)."""

    kind = "information_evidence"
    title = "Shown for a request for information"
    outcomes = (
        *("consent_received", "parental_consent_received", "role_shown", "purpose_confirmed"),
        *("identity_shown", "reason_received"),
    )
    leaves_out = ("opinion", "who")

    given_by = Text("Whose is it, or who showed it?", _P, _R, hint="Such as the parent who signed")
    dated = Date("Date on it", _P, _R, past=True)
    what = LongText("What was shown, and how did you make sure of it?", _P, _R, rows=3)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """The outcome, with what it makes true of the request."""
        return super().events({**SHOWS.get(str(values.get("outcome", "")), {}), **values}, part)

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """A signed consent is one to sharing, for this request."""
        if values.get("outcome") not in CONSENTS:
            return ()
        dated = date.fromisoformat(values["dated"]) if values.get("dated") else None
        who = str(values.get("given_by", ""))
        return [Consent("share", "agreed", who=who, scope="For a request for information", on=dated)]


class _Told(OfRequest):
    """The enquirer was told something, by the procedure's letter or aloud."""

    leaves_out = ("opinion", "what")

    told_how = Choice("How are they told?", _P, _R, choices=TOLD_HOW)
    to_address = Email("To which e-mail address?", _P, _R, asked_when=("told_how", "email"))
    needed = LongText("What do you need from them, or why not?", _P, _R, rows=4)
    who = Text("Who was told?", _P, _R)


class InformationTold(_Told):
    """The enquirer was told what must be shown first, or had the request back (HERTS-8.7, 8.25, 8.41)."""

    kind = "information_told"
    title = "Enquirer told"
    outcomes = ("evidence_asked", "returned")


class InformationRefused(_Told):
    """The enquirer was told that nothing is given, and why (HERTS-8.8, 8.20)."""

    kind = "information_refused"
    title = "Request for information refused"
    replies = ("refused",)


class InformationCheck(OfRequest):
    """Somebody looked it over, advised or verified before it may go (HERTS-8.31, 8.33, 8.38)."""

    kind = "information_check"
    title = "Looked over before it goes"
    replies = ("approved", "legal_advice_taken", "justification_verified")
    leaves_out = ("who", "opinion")

    given_by = Text("Whose advice or word is it?", _P, _R)
    what = LongText("What was looked at, and what was said?", _P, _R, rows=4)
    prepared = Carried("The answer that was looked over", _P, _R)


def _basis() -> Text:
    return Text("On which basis?", _P, _R, max_length=500)


class InformationViewing(OfRequest):
    """Files are to be seen, or were: when, where, by whom, who sat with them (HERTS-8.27, 8.28)."""

    kind = "information_viewing"
    title = "Viewing of records"
    replies = ("viewing_arranged", "invited_to_view", "viewed")
    asks = ("viewing_supervised", "viewed_others")
    leaves_out = ("opinion", "who")

    viewing_at = When("When can they see it, or when did they?", _P, _R)
    place = Text("Where?", _P, _R)
    visitor = Text("Who comes?", _P, _R, hint="Name and job, and how you know who they are")
    supervised_by = Text("Who sits with them all the time?", _P, _R)
    basis = _basis()
    records = LongText(
        "Which records?", _P, _R, rows=2, hint="Of the child and of relevant family members only"
    )
    paper_files = YesNo("Are paper files needed?", _P, _R)
    what = LongText("What was seen, and what was taken down?", _P, _R, rows=3)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What was seen stands in the entry itself, so it is kept with the record (HERTS-8.32)."""
        return [*super().events(values, part), *_kept(values)]

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """What was seen, once it was."""
        if values.get("outcome") not in SHARED:
            return ()
        what = str(values.get("records") or values.get("what", ""))
        to, basis = str(values.get("visitor", "")), str(values.get("basis", ""))
        return [Disclosure(to, what, "seen here, supervised", basis, consented=_on_consent(basis))]


def _on_consent(basis: str) -> bool:
    """Whether it rests on a consent that was shown."""
    return any(title in basis for title in map(OutcomeTitles(STEP).get, sorted(CONSENTS)) if title)


def _kept(values: Values) -> list[ProposedEvent]:
    """That it is kept, once something was shared."""
    return [ProposedEvent(REPLY, KEPT)] if values.get("outcome") in SHARED else []


def findings() -> Group:
    """What was found in the record, as it was offered and left ticked."""
    columns: dict[str, Field] = {
        "section": Text("Where", _P, _R, max_length=300),
        "found": LongText("What was found", _P, _R, max_length=2000),
        "source": Text("Source", _P, _R, max_length=200),
        "entry": Carried("Entry", _P, _R),
    }
    return Group("Found in the record", _P, _R, fields=columns, one="finding", max_rows=300)


class EnquiryForm(OfRequest):
    """What our records hold: each thing found with its source (HERTS-8.11, 8.13 to 8.19, 8.23)."""

    kind = "enquiry_form"
    title = "Enquiry Form"
    replies = ("enquiry_form_written", "cafcass_form_completed")
    leaves_out = ("opinion", "who", "what")

    standing = LongText("Known or not, open or closed, and since when", _P, _R, rows=3)
    findings = findings()

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """With every point of the pack's step that states no fact."""
        every = super(OfRequest, cls).fields_of(values)
        points = {name: field for name, field in every.items() if name.startswith(POINT)}
        own = dict(super().fields_of(values))
        last = own.pop("happened_at")
        return {**own, **points, "happened_at": last}


def _answers() -> Group:
    columns: dict[str, Field] = {
        "question": LongText("Question", _P, _R, rows=2, max_length=2000),
        "answer": LongText("Answer", _P, _R, rows=4, max_length=8000),
        "why_not": Text("If there is none: why it cannot be answered", _P, _R, max_length=500),
    }
    return Group("Their questions", _P, _R, fields=columns, one="question", max_rows=30)


class InformationPrepared(EntryType):
    """What would be told: each question answered or why not (HERTS-8.29, 8.30). It has not gone yet."""

    kind = "information_prepared"
    title = "Answer prepared"

    known = LongText("What we can say about the involvement", _P, _R, rows=4)
    answers = _answers()
    besides = LongText("What else matters for what they have to do?", _P, _R, rows=4)
    relevance = LongText("Why are they to have it? (basis, and why each thing is relevant)", _P, _R, rows=2)


class InformationAnswer(OfRequest):
    """It was told: known or not, records sent, copies given; and what (HERTS-8.11, 8.29, 8.32)."""

    kind = "information_answer"
    title = "Answer given"
    replies = ("confirmed", "sent", "copies_given", KEPT)
    asks = ("sent_securely", "sent_because", "sent_same_way")
    leaves_out = ("opinion", "what")

    told_how = Choice(
        "How does it go?",
        _P,
        _R,
        choices={
            "email": "By e-mail, with the letter shown here",
            "paper": "As a paper, on the next page",
            "telephone": "By telephone",
            "other": "Otherwise",
        },
    )
    to_address = Email("To which e-mail address?", _P, _R)
    who = Text("Who is told?", _P, _R)
    known = LongText("What is told", _P, _R, rows=4)
    answers = _answers()
    besides = LongText("What else is told", _P, _R, rows=3)
    relevance = LongText("Why they are to have it", _P, _R, rows=2)
    basis = _basis()
    prepared = Carried("The answer as prepared", _P, _R)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What was shared stands in the entry itself, so it is kept with the record (HERTS-8.32)."""
        return [*super().events(values, part), *_kept(values)]

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """What was told: in short, or that a paper of answers went."""
        if values.get("outcome") == KEPT:
            return ()
        told = str(values.get("known") or values.get("besides") or "Answers to their questions")
        how = cls.told_how.text(values.get("told_how", ""))
        to, basis = str(values.get("who", "")), str(values.get("basis", ""))
        why = str(values.get("relevance", ""))
        return [Disclosure(to, told, how, basis, why, consented=_on_consent(basis))]


HANDLED: tuple[type[OfRequest], ...] = (
    InformationTold,
    InformationEvidence,
    InformationPassed,
    EnquiryForm,
    InformationViewing,
    InformationCheck,
    InformationAnswer,
    InformationRefused,
)

"""A request for information: who asks, whom about, for what, and what was shown (HERTS-8, HSSCP-6.6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import (
    Carried,
    Date,
    Email,
    Field,
    Group,
    LongText,
    NHSNumber,
    Phone,
    Postcode,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
)
from goldthread.ledger.packfields import WithStep
from goldthread.ledger.procedure import FactValues
from goldthread.people import statements as say

STEP = "information_request"
REPLY = "information_reply"
RECEIVED = f"{STEP}.received"
# Contacts that the procedure has opened for a request: the request, once signed, is that contact itself.
OPENED = ("contact_opened", "adult_contact_opened")
GOV_UK = ".gov.uk"
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_OPEN = Sensitivity.OPEN


def _about() -> Group:
    columns: dict[str, Field] = {
        "given_names": Text("Given names", _P, _R),
        "family_name": Text("Family name", _P, _R),
        "born": Date("Date of birth", _P, _R, past=True),
        "address": Text("Address", Sensitivity.LOCKED_ADDRESS, _R),
        "postcode": Postcode("Postcode", Sensitivity.LOCKED_ADDRESS, _R),
        "nhs_number": NHSNumber("NHS number", _P, _R),
        "subject": Carried("Record", _P, _R),
    }
    return Group(
        "Whom do they ask about?",
        _P,
        _R,
        hint="As they say it. Children of one family can stand on one request.",
        fields=columns,
        one="person",
        max_rows=8,
        titled_by=("given_names", "family_name"),
    )


def _questions() -> Group:
    columns: dict[str, Field] = {"question": LongText("Question", _P, _R, rows=2, max_length=2000)}
    return Group(
        "What do they ask?",
        _P,
        _R,
        hint="Each question by itself: each needs an answer, or a reason why there is none.",
        fields=columns,
        one="question",
        max_rows=30,
    )


class InformationRequest(EntryType):
    """A request that came in. `opens` in a person's part are the contacts that it is at the same time."""

    kind = "information_request"
    title = "Request for information"
    page = "disclosure:request"
    on_child = "disclosure:ask"

    happened_at = When("When did it come?", _OPEN, _R, called="the time it came", past=True)
    enquirer = Text("Name of the person who asks", _P, _R, hint="With their job", max_length=200)
    organisation = Text("Organisation", _P, _R, hint="With team or office", max_length=200)
    enquirer_email = Email("Their e-mail address", _P, _R)
    enquirer_phone = Phone("Their telephone number", _P, _R)
    their_reference = Text("Their reference", _P, _R, max_length=80)
    about = _about()
    questions = _questions()
    background = LongText("Why do they ask, and what is the background? (their words)", _P, _R, rows=3)
    child_open = YesNo("Open to children’s services when it came", _P, _R, per_child=True)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """That it came, and the contact that it is."""
        return (RECEIVED,)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who asks, and for what."""
        return f"{cls.title}: {from_whom(values)}, {wanted(values).lower()}"

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """How the child stood."""
        return {"child_open": cls.fields["child_open"]}

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Received, with the facts as stated; and the contact, where the procedure asks for one."""
        stated = {name: part[name] for name in ("child_open",) if name in part}
        facts = {**REQUEST_FIELDS.facts(values, {}), **answer_address(values.get("enquirer_email")), **stated}
        opened = [ProposedEvent(STEP, outcome) for outcome in part.get("opens", ())]
        return [ProposedEvent(STEP, "received", facts), *opened]

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Who somebody is who was not on record: so that the next request finds them."""
        new = [row for row in values.get("about", ()) if row.get("subject") in _new(parts)]
        return [fact for row in new for fact in _who(row)]


def _new(parts: Mapping[str, Values]) -> set[str]:
    return {subject for subject, part in parts.items() if part.get("new")}


def _who(row: Values) -> list[say.Statement]:
    subject = str(row["subject"])
    told: list[say.Statement] = [
        say.Named(about=subject, given=row.get("given_names", ""), family=row.get("family_name", "")),
        say.LivesAt(about=subject, lines=row.get("address", ""), postcode=row.get("postcode", "")),
    ]
    if row.get("born"):
        told.append(say.Born(about=subject, on=date.fromisoformat(row["born"])))
    if row.get("nhs_number"):
        told.append(say.Identified(about=subject, value=row["nhs_number"]))
    return told


def answer_address(email: object) -> dict[str, str]:
    """The kind of address to which an answer would go, as a fact; nothing where there is none (HERTS-8.5)."""
    if not email:
        return {}
    domain = str(email).rpartition("@")[2].lower()
    return {"answer_address": "gov_uk" if f".{domain}".endswith(GOV_UK) else "other"}


def from_whom(values: Values) -> str:
    """The organisation, or whoever asks; the kind of requester where neither is named."""
    kind = FactValues("requester").get(values.get("requester", ""), "somebody")
    return str(values.get("organisation") or values.get("enquirer") or kind)


def wanted(values: Values) -> str:
    """What is asked for, in the words of the procedure."""
    return FactValues("information_wanted").get(values.get("information_wanted", ""), "what is known")


def purpose(values: Values) -> str:
    """What it is for, in the words of the procedure; empty where it was not said."""
    return FactValues("request_purpose").get(values.get("request_purpose", ""), "")


# The contacts and the kind of address follow from what is recorded: they are not asked.
REQUEST_FIELDS: Any = WithStep(InformationRequest.fields, STEP, stated=("answer_address",))
InformationRequest.fields = REQUEST_FIELDS

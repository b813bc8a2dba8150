"""The papers of what leaves: an answer to an enquirer (HERTS-8.29), what was shared (HSSCP-6.7)."""

from datetime import datetime

from goldthread.disclosure.consents import Told, shared
from goldthread.disclosure.entries.request import from_whom
from goldthread.disclosure.entries.work import InformationAnswer
from goldthread.documents.papers import (
    Block,
    Fact,
    Paper,
    Recipient,
    Section,
    facts_of,
    paper,
    paper_of,
    table_of,
)
from goldthread.ledger.entries import kinds_with
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity

_LOG = "sharing_log"
_SHARED = "What was shared, with whom and why"


@paper(InformationAnswer.kind, "Answer to a request for information", of=(InformationAnswer.kind,))
def answer(entry: Entry, at: datetime) -> Paper:
    """What was prepared and looked over, question by question."""
    known: list[Block] = [*facts_of(entry, "known")]
    table = table_of(entry, "answers")
    answers: list[Block] = [table] if table is not None else []
    besides: list[Block] = [*facts_of(entry, "besides")]
    asked = entry.answers.payload if entry.answers else {}
    sections = (
        Section("What we can tell you", tuple(known)),
        Section("Your questions", tuple(answers)),
        Section("What else matters", tuple(besides)),
    )
    name = str(asked.get("enquirer") or from_whom(asked))
    email = str(entry.payload.get("to_address") or asked.get("enquirer_email", ""))
    to = Recipient(name, str(asked.get("organisation", "")), email=email)
    return paper_of(
        entry, at, InformationAnswer.kind, "Answer to a request for information", sections, meant_for=[to]
    )


@paper(_LOG, _SHARED, of=kinds_with("discloses"))
def log(entry: Entry, at: datetime) -> Paper:
    """Everything that was told about those whom the entry is about, the oldest first."""
    about = list(entry.parts.values_list("subject_id", flat=True))
    told = shared(identity(about))
    before = Section(
        "What this is",
        (
            "Each time we told somebody outside the council something, we write down whom we told, what, "
            "how, and why we were allowed to. This is that list.",
        ),
    )
    return paper_of(entry, at, _LOG, _SHARED, [before, *(_section(one) for one in told)])


def _section(one: Told) -> Section:
    said = one.disclosure
    facts = (
        ("Whom we told", said.to),
        ("What", said.what),
        ("How", said.how),
        ("Why we were allowed to", said.basis or "This was not written down"),
        ("Why they had to know", said.relevance),
    )
    return Section(one.when, tuple(Fact(label, text, one.entry.pk, label) for label, text in facts if text))

"""The paper of an answer: what the enquirer is told, for one named recipient (HERTS-8.29)."""

from datetime import datetime

from goldthread.disclosure.entries.request import from_whom
from goldthread.disclosure.entries.work import InformationAnswer
from goldthread.documents.papers import Block, Paper, Recipient, Section, facts_of, paper, paper_of, table_of
from goldthread.ledger.models import Entry


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

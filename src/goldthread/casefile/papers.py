"""The papers that any record makes: one entry as it stands, to be copied legibly (HSSCP-9.9)."""

from datetime import datetime

from goldthread.casefile.presenters import signed_by
from goldthread.documents.papers import Block, Fact, Paper, Section, facts_of, facts_of_part, paper
from goldthread.ledger import procedure
from goldthread.ledger.corrected import corrections
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.people.describe import plain_name
from goldthread.people.models import Person


@paper("entry", "This entry, as it stands in the record")
def record(entry: Entry, at: datetime) -> Paper:
    """What was signed, by whom and when, corrections included; what is about one child stands apart."""
    parts = list(entry.parts.select_related("subject", "entry").order_by("subject_id"))
    names = {one.pk: plain_name(one) for one in Person.objects.filter(pk__in=[p.subject_id for p in parts])}
    own = [
        Section(names.get(part.subject_id, part.subject.reference), tuple(facts))
        for part in parts
        if (facts := facts_of_part(part))
    ]
    return Paper(
        kind="entry",
        title=entry_type(entry.kind).title,
        entry=entry.pk,
        reference=entry.reference,
        authority=procedure.pack(at).head.authority,
        at=at,
        about=tuple(part.subject_id for part in parts),
        sections=(
            Section("What was recorded", tuple(facts_of(entry))),
            *own,
            Section("When and by whom", tuple(_signed(entry))),
        ),
    )


def _signed(entry: Entry) -> list[Block]:
    """When it happened, and everyone who signed it or a correction of it."""
    told: list[Block] = [
        Fact("It happened", say_when(entry.occurred_at), entry.pk, "occurred_at"),
        Fact("Signed", f"{signed_by(entry)}, {say_when(entry.recorded_at)}", entry.pk, "author"),
    ]
    for one in corrections(entry):
        words = f"{signed_by(one)}, {say_when(one.recorded_at)}: {one.payload.get('reason', '')}"
        told.append(Fact("Corrected", words, one.pk, "reason"))
    return told

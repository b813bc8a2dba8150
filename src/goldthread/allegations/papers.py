"""What leaves a sealed record: the record of the Initial Discussion, and the invitation to a meeting."""

from collections.abc import Iterator
from datetime import datetime

from goldthread.allegations.allegationfile import Allegation, allegation
from goldthread.allegations.entries.work import InitialDiscussion, Invitation
from goldthread.allegations.recipients import recipients
from goldthread.documents.papers import Paper, Recipient, Section, facts_of, paper, paper_of
from goldthread.ledger.models import Entry

_ADULT = ("given_names", "family_name", "employer", "role", "works_as")
# The file of a copy is called by its kind: neither tells what it is about.
RECORD, INVITATION = "agreed_record", "meeting_invitation"


@paper(RECORD, "Record of the Initial Discussion", of={InitialDiscussion.kind})
def discussion_record(entry: Entry, at: datetime) -> Paper:
    """What was agreed with the LADO, for the setting's own records (GLOS-7.11). No opinion goes with it."""
    about = _about(entry)
    asked = [name for name in InitialDiscussion.fields_of(entry.payload) if name not in {"step", "opinion"}]
    sections = [
        Section("Whom it is about", tuple(facts_of(about.report, *_ADULT))),
        Section("What was agreed", tuple(facts_of(entry, *asked))),
        Section("From here", ("Keep this with your own records. Do not pass it on.",)),
    ]
    title = "Record of the Initial Discussion"
    return paper_of(entry, at, RECORD, title, sections, meant_for=for_whom(about))


@paper(INVITATION, "Invitation to the multi-agency meeting", of={Invitation.kind})
def meeting_invitation(entry: Entry, at: datetime) -> Paper:
    """When and where, for whoever reported it (GLOS-7.9). It does not tell what happened."""
    asked = ("meeting_on", "meeting_time", "meeting_where")
    sections = [Section("The meeting", tuple(facts_of(entry, *asked)))]
    title = "Invitation to a multi-agency meeting"
    return paper_of(entry, at, INVITATION, title, sections, meant_for=for_whom(_about(entry)))


def for_whom(about: Allegation) -> Iterator[Recipient]:
    """Whoever reported it and, last told first, the most senior person not implicated."""
    told = about.newest("allegation_told")
    said = about.said[told.pk] if told is not None else about.values
    return recipients(about.values, said, about.report.author_id)


def _about(entry: Entry) -> Allegation:
    """The allegation that it belongs to. Raises LookupError for an entry of no allegation."""
    found = allegation(entry.parts.get().subject_id)
    if found is None:
        raise LookupError("this entry belongs to no allegation")
    return found

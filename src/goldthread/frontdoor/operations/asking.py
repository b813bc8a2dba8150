"""What a referrer does about a request already made: ask how it stands, or make it once more in writing."""

from datetime import datetime

from goldthread.frontdoor import linking
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.following import children, typed
from goldthread.frontdoor.formpages import FORM
from goldthread.ledger import audit, drafts, procedure, wall
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import File
from goldthread.ledger.models import Attachment, Draft, Entry, FileCheck
from goldthread.ledger.operations import Links, Part


@wall.whole_act
def chase(*, by: Author, at: datetime, contact: Entry, values: Values, key: str) -> Entry:
    """Record that the referrer asks how their contact stands (HERTS-4.3)."""
    parts = contact.parts.select_related("subject").filter(episode__isnull=False)
    return ledger.sign(
        by=by,
        at=at,
        kind="chase",
        values=values,
        parts=[Part(part.subject) for part in parts],
        key=key,
        links=Links(answers=contact),
    )


@wall.whole_act
def start_again(*, by: Holder, at: datetime, contact: Entry, form: str, given: Values) -> Draft:
    """A draft of another contact about the same children, linked, with all that was said and its form asks.

    `given` are values that take the place of what was said, such as who writes.
    """
    parts = children(contact)
    asks = {
        ask.partition(".")[0] for page in procedure.newest().forms[form].pages.values() for ask in page.asks
    }
    raw = typed(contact, given)
    draft = drafts.start(
        by=by,
        at=at,
        kind="contact",
        raw={name: texts for name, texts in raw.items() if name.partition("-")[0] in asks | set(given)},
        context={
            FORM: form,
            linking.FOLLOWS: str(contact.pk),
            linking.CHILDREN: {str(number): str(part.subject_id) for number, part in enumerate(parts)},
        },
    )
    _copy_files(contact, draft)
    audit.record(
        by=Author(role="", user=by.user),
        at=at,
        act="draft.again",
        entry=contact.pk,
        detail={"draft": str(draft.pk)},
    )
    return draft


def _copy_files(contact: Entry, draft: Draft) -> None:
    """The files of the earlier contact, kept with the draft as well; that contact's own stay as they are."""
    for file in contact.attachments.filter(
        field__in=[name for name, field in Contact.fields.items() if isinstance(field, File)]
    ):
        own = {
            name: getattr(file, name)
            for name in ("field", "name", "content_type", "size", "sha256", "content", "added_at")
        }
        copied = Attachment.objects.create(draft=draft, **own)
        if (seen := FileCheck.objects.filter(pk=file.pk).first()) is not None:
            FileCheck.objects.create(
                attachment=copied, state=seen.state, found=seen.found, checked_at=seen.checked_at
            )
        draft.raw[file.field] = [str(copied.pk)]
    draft.save(update_fields=["raw"])

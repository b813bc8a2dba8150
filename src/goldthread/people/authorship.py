"""Says in words who stated something, never naming a member of the public, who may wish to stay unnamed."""

from goldthread.ledger.models import Entry

_NO_ACCOUNT = {
    "referrer": "A member of the public",
    "professional_referrer": "A professional from another agency",
    "system": "Goldthread",
}


def said_by(entry: Entry) -> str:
    """`Priya Shah, social worker, Hertfordshire County Council`, as the author was then (HERTS-3.25)."""
    if entry.author_role == "import":  # the system that it came from
        return entry.author_name
    if entry.author_id is None:
        return _NO_ACCOUNT.get(entry.author_role, "Someone without an account")
    agency = entry.author_agency.name if entry.author_agency else ""
    return ", ".join(part for part in (entry.author_name, entry.author_designation, agency) if part)

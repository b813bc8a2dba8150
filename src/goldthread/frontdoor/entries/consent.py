"""What is asked of the parents' knowledge and agreement wherever a kind of entry may come to tell of it."""

from goldthread.frontdoor import choices
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity

_S, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


def reason() -> LongText:
    """Asked where the parents were told and did not agree."""
    return LongText(
        "Why was their agreement not obtained?",
        _S,
        _R,
        rows=2,
        asked_when=("parents_informed", "informed_only"),
    )


def ground() -> Choice:
    """Asked where the parents were not told."""
    return Choice(
        "Why have they not been told?",
        _S,
        _R,
        choices=choices.NOT_INFORMED_GROUND,
        asked_when=("parents_informed", "not_informed"),
    )

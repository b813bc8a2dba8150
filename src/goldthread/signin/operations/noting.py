"""What the audit trail keeps of signing in: each success, refusal and change (ASVS 16.3.1)."""

from datetime import datetime

from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import SYSTEM, Author


def note_sign_in(*, by: User, at: datetime, how: list[str]) -> None:
    """Somebody is in. `how` are the ways in which they proved who they are."""
    audit.record(by=_of(by), at=at, act="sign_in", detail={"how": how})


def note_again(*, by: User, at: datetime, how: str) -> None:
    """Somebody proved once more who they are."""
    audit.record(by=_of(by), at=at, act="sign_in.again", detail={"how": how})


def note_link(*, by: User, at: datetime) -> None:
    """An account was linked to the council's sign-in, at its first use."""
    audit.record(by=_of(by), at=at, act="sign_in.linked")


def note_change(*, by: User, at: datetime, what: str) -> None:
    """A password or a second factor was added, changed or removed."""
    audit.record(by=_of(by), at=at, act="sign_in.changed", detail={"what": what})


def note_out(*, by: User, at: datetime) -> None:
    """Somebody signed out."""
    audit.record(by=_of(by), at=at, act="sign_out")


def note_failure(*, by: User | None, at: datetime) -> None:
    """A wrong password or code. `by` is the account that was tried, where there is one."""
    audit.record(by=_of(by) if by else SYSTEM, at=at, act="sign_in.failed")


def note_refusal(*, by: User | None, at: datetime, code: str) -> None:
    """The council's sign-in was not enough. `code` says why, in a word."""
    audit.record(by=_of(by) if by else SYSTEM, at=at, act="sign_in.refused", detail={"why": code})


def _of(user: User) -> Author:
    return Author(role="", user=user)

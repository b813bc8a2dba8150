"""Who is speaking, as it will stand in the record: the person, and the role in which they act."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Agency, User


class NotAble(Exception):
    """The person holds no role that allows this. The message is a sentence for them."""


@dataclass(frozen=True)
class Author:
    """An author as signed: name, role and designation stay as they are at this moment.

    `user` is empty for a member of the public and for the service itself; `name` is empty for
    someone who chose to stay unnamed.
    """

    role: str
    name: str = ""
    designation: str = ""
    user: User | None = None
    agency: Agency | None = None


SYSTEM = Author(role="system", name="Goldthread", designation="Sent automatically")


def acting(user: User, capability: Capability, *, at: datetime) -> Author:
    """The user in the role that allows `capability`.

    Raises NotAble when no role that they hold at that instant allows it.
    """
    role = user.role_for(capability, at=at)
    if role is None:
        raise NotAble("Your role does not include this. Ask your manager if you think that it should.")
    return Author(role=role, name=user.name, designation=user.designation, user=user, agency=user.agency)

"""For whom something is written: someone on record, a professional, an agency, or a name and an address."""

from dataclasses import dataclass, field
from uuid import UUID

from goldthread.accounts.models import Agency, User
from goldthread.people.identity import identity

PERSON, USER, AGENCY = "person", "user", "agency"


@dataclass(frozen=True)
class Recipient:
    """One named recipient. `how` is what they are here: "mother of Rowan", "school nurse".

    One of `person` (a subject), `user` and `agency` says who they are; none of them where only a name and an
    `email` are known. `keys` is everything that they go by, once they have been looked up.
    """

    name: str
    how: str = ""
    person: UUID | None = None
    user: UUID | None = None
    agency: UUID | None = None
    email: str = ""
    keys: frozenset[str] = field(default_factory=frozenset)

    @property
    def key(self) -> str:
        """What a form calls them: `person:ID`, `user:ID`, `agency:ID`, or `name:NAME:E-MAIL`."""
        for kind, one in ((PERSON, self.person), (USER, self.user), (AGENCY, self.agency)):
            if one is not None:
                return f"{kind}:{one}"
        return f"name:{self.name}:{self.email}"

    @property
    def is_family(self) -> bool:
        """Whether they stand in the record as a person, rather than work with it."""
        return self.person is not None


def looked_up(recipient: Recipient) -> Recipient:
    """The same with all that they go by: each record of one person; the account of that e-mail address."""
    keys = {recipient.key}
    if recipient.person is not None:
        keys |= {f"{PERSON}:{one}" for one in identity([recipient.person])}
    account, agency = _account(recipient), _agency_called(recipient)
    if account is not None:
        keys |= {f"{USER}:{account.pk}", f"{AGENCY}:{account.agency_id}"}
    if agency is not None:
        keys.add(f"{AGENCY}:{agency}")
    return Recipient(
        name=recipient.name,
        how=recipient.how,
        person=recipient.person,
        user=account.pk if account is not None else recipient.user,
        agency=agency,
        email=recipient.email or (account.email if account is not None else ""),
        keys=frozenset(keys),
    )


def _account(recipient: Recipient) -> User | None:
    if recipient.user is not None:
        return User.objects.filter(pk=recipient.user).first()
    if recipient.email and recipient.person is None:
        return User.objects.filter(email__iexact=recipient.email).first()
    return None


def _agency_called(recipient: Recipient) -> UUID | None:
    if recipient.agency is not None or recipient.person is not None:
        return recipient.agency
    found = Agency.objects.filter(name__iexact=recipient.name).first()
    return found.pk if found is not None else None

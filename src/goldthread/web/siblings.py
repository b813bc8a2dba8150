"""A page about one person that can be signed for their brothers and sisters too: written once, separable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest

from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import Field, MultiChoice, Retention, Sensitivity
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Subject
from goldthread.people import describe, family
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage

WHOM = "whom"


@dataclass(frozen=True)
class Whose:
    """One person whom it is about."""

    subject: Subject
    name: str

    @property
    def id(self) -> UUID:
        """The subject's id."""
        return self.subject.pk


class SiblingsPage(SigningPage):
    """One request to sign something about one person, and about those of the family who were ticked.

    The field `whom` stands first where there are brothers or sisters whose records are open to the reader.
    """

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        """`subject` is the person whose record the reader has open."""
        super().__init__(request)
        self.whose = Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))

    @cached_property
    def everyone(self) -> Sequence[Whose]:
        """The person, and the brothers and sisters on whose records the reader may work."""
        circle = family.circle(self.whose.id, on=london_date(self.at))
        siblings = [one.subject_id for one in circle if one.group is family.Group.SIBLING]
        able = [one for one in siblings if guard.may(self.request, Capability.RECORD_WORK, one).allowed]
        people, subjects = Person.objects.in_bulk(able), Subject.objects.in_bulk(able)
        others = [Whose(subjects[one], describe.display_name(people.get(one))) for one in able]
        return [self.whose, *others]

    @property
    def children(self) -> Sequence[Whose]:
        """Those who were ticked."""
        ticked = self.request.POST.getlist(WHOM)
        return [one for one in self.everyone if not ticked or str(one.id) in ticked]

    @cached_property
    def whom(self) -> Mapping[str, Field]:
        """The question whom it is about, where there are several."""
        names = {str(one.id): one.name for one in self.everyone}
        field = MultiChoice(
            "Whom is it about?", Sensitivity.OPEN, Retention.CHILD_RECORD, choices=names, name=WHOM
        )
        return {WHOM: field} if len(names) > 1 else {}

    def subjects(self) -> list[Subject]:
        """Those who were ticked, each opened through the guard."""
        return [guard.record(self.request, one.id) for one in self.children]

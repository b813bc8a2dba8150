"""Whose history belongs to one person's: found from the child, and as well from any adult of the family."""

from datetime import date
from uuid import UUID

from goldthread.people.family import circle
from goldthread.people.identity import identity, representatives
from goldthread.people.models import Relationship

# What an adult is to a child in their care or in their family.
_TO_A_CHILD = frozenset(
    {
        "mother",
        "father",
        "parent",
        "adoptive_parent",
        "step_parent",
        "partner_of_parent",
        "guardian",
        "special_guardian",
        "kinship_carer",
        "foster_carer",
        "grandparent",
    }
)


def around(subject: UUID, *, on: date) -> dict[UUID, str]:
    """Everyone around a person that day, with how: their circle, their children, and those around these."""
    found = {one.subject_id: one.how for one in circle(subject, on=on)}
    own = identity([subject])
    ties = Relationship.objects.on(on).filter(subject__in=own, kind__in=_TO_A_CHILD)
    children = set(ties.values_list("other_id", flat=True)) - own
    one = representatives(children)
    for child in sorted({one[child] for child in children}):
        found.setdefault(child, "child")
        for other in circle(child, on=on):
            found.setdefault(other.subject_id, "around the same child")
    return {person: how for person, how in found.items() if person not in own}

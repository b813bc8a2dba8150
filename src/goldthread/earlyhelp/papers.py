"""The papers of early help: the family's plan, and what a meeting agreed, for everyone in the team."""

from collections.abc import Sequence
from datetime import datetime

from goldthread.documents.papers import (
    Block,
    Paper,
    Recipient,
    Section,
    facts_of,
    facts_of_part,
    paper,
    paper_of,
    table_of,
)
from goldthread.earlyhelp.entries.meeting import EarlyHelpMeeting
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan
from goldthread.earlyhelp.familyfile import family_of
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry
from goldthread.people.describe import plain_name
from goldthread.people.models import Person

_CHANGE = ("change", "horizon", "by_when", "better")
_ACTION = ("what", "who", "by_when", "state")


@paper("early_help_plan", "The family’s early help plan", of=(EarlyHelpPlan.kind,))
def plan(entry: Entry, at: datetime) -> Paper:
    """One version of the plan; what is about one child stands apart, and how great the risk is stays here."""
    made = f"This plan was made on {say_date(london_date(entry.occurred_at))} with the family."
    return paper_of(
        entry,
        at,
        "early_help_plan",
        f"Early help plan, version {entry.payload.get('version', 1)}",
        (
            Section("The plan", (made, *facts_of(entry, "why_new", "agreed_by"))),
            Section("What should change", _table(entry, "objectives", _CHANGE)),
            Section("Who does what", _table(entry, "actions", _ACTION)),
            Section("If it does not work", tuple(facts_of(entry, "if_not"))),
            Section("What everyone thinks", tuple(facts_of(entry, "family_view"))),
            *_each_child(entry),
            Section("When we look at it again", tuple(facts_of(entry, "next_review", "later_reviews"))),
        ),
        meant_for=_team(entry, at),
    )


@paper("early_help_meeting", "What an early help meeting agreed", of=(EarlyHelpMeeting.kind,))
def meeting(entry: Entry, at: datetime) -> Paper:
    """Who was there, how the plan goes, and who does what next."""
    return paper_of(
        entry,
        at,
        "early_help_meeting",
        f"Early help meeting of {say_date(london_date(entry.occurred_at))}",
        (
            Section("Who was there", _table(entry, "people", ("name", "role", "agency", "came"))),
            Section("How each action goes", _table(entry, "progress", ("action", "state", "note"))),
            Section("The parents", tuple(facts_of(entry, "family_view"))),
            *_each_child(entry),
            Section("Who does what next", _table(entry, "tasks", ("what", "who", "by_when"))),
            Section("When the team meets next", tuple(facts_of(entry, "next_review"))),
        ),
        meant_for=_team(entry, at),
    )


def _table(entry: Entry, name: str, columns: Sequence[str]) -> tuple[Block, ...]:
    table = table_of(entry, name, columns=columns)
    return (table,) if table else ()


def _team(entry: Entry, at: datetime) -> list[Recipient]:
    """The team around the family, to whom it goes."""
    part = entry.parts.order_by("pk").first()
    team = family_of(part.subject_id, at).team if part else []
    told = [row for row in team if row.get("name")]
    return [
        Recipient(str(row["name"]), str(row.get("role", "")), email=str(row.get("email", ""))) for row in told
    ]


def _each_child(entry: Entry) -> list[Section]:
    """What each child says, under the child's name."""
    parts = list(entry.parts.select_related("subject", "entry").order_by("subject_id"))
    known = {
        one.pk: plain_name(one) for one in Person.objects.filter(pk__in=[part.subject_id for part in parts])
    }
    return [
        Section(known.get(part.subject_id, part.subject.reference), tuple(facts))
        for part in parts
        if (facts := facts_of_part(part, "child_view"))
    ]

"""What the desk reads: contacts that wait for a decision, by risk, and what waits for someone's word."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from goldthread.accounts.models import Team
from goldthread.frontdoor.doors import referrers
from goldthread.ledger import wall
from goldthread.ledger.models import Duty, Entry, Event
from goldthread.ledger.procedure import procedure
from goldthread.ledger.wall import Purpose
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.tables import Rule

# The facts by which the desk puts one contact before another, the gravest first.
RISKS = ("imminent_risk", "significant_harm", "suspected_crime")
_DECISION, _STRATEGY = "decision", "strategy_discussion"
_WORDS = (
    "step",
    "outcome",
    "facts",
    "entry_id",
    "authorises",
    "declines",
    "corrects",
    "answers",
    "role",
    "pk",
)


@dataclass(frozen=True)
class Waiting:
    """One contact whose decision is open. `proposed` is the decision that waits for a manager, if one does.

    `rule` is the duty that is due first; `due` is None where the procedure sets no limit.
    """

    contact: UUID
    received: datetime
    children: tuple[UUID, ...]
    rule: str
    due: datetime | None
    risks: tuple[str, ...]
    team: UUID | None
    worker: UUID | None
    routed: bool
    screened: bool
    proposed: UUID | None

    @property
    def order(self) -> tuple[Any, ...]:
        """Risk first, then whatever is due earliest, then whoever has waited longest."""
        gravest = [risk not in self.risks for risk in RISKS]
        return (*gravest, self.due is None, self.due or self.received, self.received)


class _Owed(NamedTuple):
    """A duty that is open."""

    because: UUID
    rule: str
    due: datetime | None


class _Start(NamedTuple):
    """The receipt of a contact, for one child."""

    pk: UUID
    entry: UUID
    episode: UUID
    received: datetime
    child: UUID
    team: UUID | None
    worker: UUID | None


_START = (
    "pk",
    "entry_id",
    "episode_id",
    "occurred_at",
    "episode__subject_id",
    "episode__team_id",
    "episode__worker_id",
)


def waiting() -> list[Waiting]:
    """Every contact that waits for its decision, the gravest first. Three queries, however many they are."""
    owed: dict[UUID, list[_Owed]] = defaultdict(list)
    deciding = _deciding()
    clocks = Q(rule__startswith=f"{_STRATEGY}.") if decision_has_a_clock() else Q(rule__in=_of_the_service())
    duties = Duty.objects.filter(Q(rule__in=deciding) | clocks, met_at=None)
    for duty in map(_Owed._make, duties.values_list("because", "rule", "due_at")):
        owed[duty.because].append(duty)
    undecided = [start for start, some in owed.items() if any(one.rule in deciding for one in some)]
    received = Event.objects.filter(pk__in=undecided, entry__kind="contact").order_by("occurred_at", "pk")
    found: dict[UUID, list[_Start]] = defaultdict(list)
    with wall.lowered(Purpose.ANNOUNCE):  # of a closed record the desk says that it waits, and no more
        for start in map(_Start._make, received.values_list(*_START)):
            found[start.entry].append(start)
    known = _happened({start.episode for starts in found.values() for start in starts})
    rows = [_waiting(starts, owed, known) for starts in found.values()]
    return sorted(rows, key=lambda row: row.order)


def decision_has_a_clock() -> bool:
    """Whether the procedure limits how long a contact waits for its decision."""
    limits = (rule.written.within for rule in _started() if rule.step == _DECISION)
    return any(limit is not None and limit.unit is not Unit.NO_LIMIT for limit in limits)


def _deciding() -> frozenset[str]:
    """The rules by which a contact waits for its decision; where a procedure has none, all that it starts."""
    rules = _started()
    decisions = frozenset(rule.id for rule in rules if rule.step == _DECISION)
    return decisions or frozenset(rule.id for rule in rules)


def _of_the_service() -> frozenset[str]:
    """The rules that a contact starts and that are not for its referrer to keep."""
    theirs = referrers(procedure().latest.pack)
    return frozenset(rule.id for rule in _started() if rule.written.by not in theirs)


def _started() -> list[Rule]:
    """The rules that a contact starts."""
    table = procedure().latest
    return [rule for rule in table.rules if not table.starts_with.isdisjoint(rule.written.of)]


def _waiting(
    starts: list[_Start], owed: Mapping[UUID, list[_Owed]], known: Mapping[UUID, list[Any]]
) -> Waiting:
    """The row of one contact, which may be about several children."""
    first = starts[0]
    soonest = min(
        (duty for start in starts for duty in owed[start.pk]), key=lambda duty: (duty.due is None, duty.due)
    )
    answers = [row for start in starts for row in known[start.episode] if row["answers"] == start.pk]
    steps = {row["step"] for row in answers}
    return Waiting(
        contact=first.entry,
        received=first.received,
        children=tuple(start.child for start in starts),
        rule=soonest.rule,
        due=soonest.due,
        risks=_risks(starts, known),
        team=first.team,
        worker=first.worker,
        routed="routing" in steps,
        screened="screening" in steps,
        proposed=next(_open_proposals(answers), None),
    )


def _happened(episodes: Iterable[UUID]) -> Mapping[UUID, list[Any]]:
    """What happened in each episode, in order."""
    known: dict[UUID, list[Any]] = defaultdict(list)
    rows = Event.objects.filter(episode__in=list(episodes)).order_by("occurred_at", "recorded_at", "pk")
    for row in rows.values("episode_id", *_WORDS):
        known[row["episode_id"]].append(row)
    return known


def _risks(starts: list[_Start], known: Mapping[UUID, list[Any]]) -> tuple[str, ...]:
    """The risks that stand: danger now by what this contact says, as corrected; else the latest word."""
    stated: set[str] = set()
    for start in starts:
        latest: dict[str, Any] = {}
        for row in known[start.episode]:
            own = start.pk in (row["pk"], row["corrects"])
            latest |= {
                name: row["facts"][name] for name in (RISKS if own else RISKS[1:]) if name in row["facts"]
            }
        stated |= {name for name, holds in latest.items() if holds is True}
    return tuple(risk for risk in RISKS if risk in stated)


def _open_proposals(answers: list[Any]) -> Any:
    """The entries of decisions that nobody has authorised or sent back."""
    settled = {row["authorises"] for row in answers} | {row["declines"] for row in answers}
    authorisers = procedure().latest.authorisers
    for row in answers:
        able = authorisers.get(f"{row['step']}.{row['outcome']}", {row["role"]})
        if row["step"] == _DECISION and row["role"] not in able and row["pk"] not in settled:
            yield row["entry_id"]


def offered(teams: Iterable[Team]) -> list[Entry]:
    """Cases that another team offers to one of these, and that nobody has answered."""
    ids = [str(team.pk) for team in teams]
    offers = Entry.objects.filter(kind="transfer_offer", payload__team__in=ids).select_related("answers")
    answered = set(
        Entry.objects.filter(
            kind="transfer_answer", answers__in=[offer.answers_id for offer in offers]
        ).values_list("payload__offer", flat=True)
    )
    waiting = offers.order_by("recorded_at").prefetch_related("parts")
    return [offer for offer in waiting if str(offer.pk) not in answered]


def unsettled(roles: Collection[str]) -> list[Entry]:
    """Entries that wait to be authorised by someone in one of these roles, oldest first."""
    wanted = Q(pk__in=[])
    for name, able in procedure().latest.authorisers.items():
        if not able.isdisjoint(roles):
            step, _, outcome = name.partition(".")
            wanted |= Q(step=step, outcome=outcome) & ~Q(role__in=able)
    open_ones = {"entry__authorisations": None, "entry__declinings": None}
    events = Event.objects.filter(wanted, corrects=None, authorises=None, declines=None, **open_ones)
    found = Entry.objects.filter(pk__in=events.values("entry")).select_related("answers")
    return list(found.order_by("recorded_at").prefetch_related("parts"))

"""One child's assessment as its page sees it: the document, what is known beside it, what it lacks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from goldthread.assessment.completeness import Circumstances, Lack, lacking
from goldthread.assessment.dimensions import UNBORN
from goldthread.assessment.document import Document, documents, earlier
from goldthread.assessment.entries.contribution import Contribution, ContributionRequest
from goldthread.assessment.entries.section import STEP
from goldthread.assessment.family import current
from goldthread.assessment.known import Known, known_of
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, Episode
from goldthread.ledger.packfields import fields_of_step
from goldthread.people import describe, responsibility
from goldthread.people.identity import identity
from goldthread.people.models import Person, Sighting
from goldthread.people.parental_facts import Answer
from goldthread.procedures.fold import CaseState, Happened
from goldthread.web.stepping import Case

_ENDED = frozenset({"started", "updated", "child_involved", "parents_involved", "child_seen"})  # and goes on
RESTRICTED = "A restricted record"


@dataclass(frozen=True)
class Holder:
    """Someone of whom it is asked whether they hold parental responsibility. `short` is why, in words."""

    name: str
    answer: str
    short: str


class AssessmentFile:
    """The assessment of one child at an instant. `seen` says which records the reader may open."""

    def __init__(self, case: Case, at: datetime, seen: Collection[UUID] = ()) -> None:
        self.case, self.at, self._seen = case, at, seen
        self.people = identity([case.id])
        episode = current(self.people)
        self.opened = episode.opened_at if isinstance(episode, Episode) else at

    @property
    def state(self) -> CaseState:
        """The child's case."""
        return self.case.state

    @cached_property
    def document(self) -> Document:
        """What was written."""
        return documents(self.people, since=self.opened)

    @cached_property
    def known(self) -> list[Known]:
        """What others wrote, and the facts of earlier assessments."""
        return [*known_of(self.people, since=self.opened), *self._earlier()]

    def _earlier(self) -> list[Known]:
        found = []
        for line in earlier(self.people, before=self.opened).lines:
            entry, field = line.origin
            when = say_date(london_date(line.addition.entry.occurred_at))
            source = f"Assessment of {when}, {line.addition.entry.author_name} ({line.source})"
            whose = self.case.id if line.of_child else None
            found.append(Known(f"{entry}:{field}", line.what, source, entry, whose))
        return found

    @cached_property
    def person(self) -> Person | None:
        """Who the child is."""
        return Person.objects.filter(pk=self.case.id).first()

    @cached_property
    def age(self) -> int | None:
        """In whole years; UNBORN before the birth, None where it is not known."""
        person = self.person
        if person is None:
            return None
        if person.born:
            return describe.years(person.born, london_date(self.at))
        return UNBORN if person.expected else None

    @cached_property
    def happened(self) -> list[Happened]:
        """What took effect in the assessment, oldest first."""
        return [one for one in self.state.until(self.at) if one.event.step == STEP]

    @property
    def started(self) -> bool:
        """Whether the record says that it started."""
        return bool(self.happened) or self.document.begun

    @property
    def outcome(self) -> Happened | None:
        """What it last came to."""
        return next((one for one in reversed(self.happened) if one.event.outcome not in _ENDED), None)

    @cached_property
    def held(self) -> list[responsibility.Held]:
        """The answer on parental responsibility for everyone of whom there is a question (HSSCP-3.12)."""
        return responsibility.answers(self.case.id, on=london_date(self.at))

    def holders(self) -> list[Holder]:
        """The same in words. Of a restricted record only the answer is told."""
        return [self._holder(one) for one in self.held]

    def _holder(self, held: responsibility.Held) -> Holder:
        finding = held.finding
        if held.subject_id is not None and held.subject_id not in self._seen:
            return Holder(RESTRICTED, finding.answer.words, "")
        name = "The local authority" if held.subject_id is None else describe.display_name(held.person)
        return Holder(name, finding.answer.words, finding.reasons[0].words if finding.reasons else "")

    @cached_property
    def lacks(self) -> list[Lack]:
        """What is missing."""
        return lacking(self.document, self.circumstances())

    def circumstances(self) -> Circumstances:
        """What the record tells besides the document."""
        sightings = Sighting.objects.standing().filter(
            subject__in=self.people, on__gte=london_date(self.opened), seen=True
        )
        alone = set(sightings.values_list("alone", flat=True))
        return Circumstances(
            age=self.age,
            seen=bool(alone),
            seen_alone=True in alone,
            responsibility_known=any(one.finding.answer is Answer.HOLDS for one in self.held),
            waiting=self.waiting,
            asks=tuple(fields_of_step(STEP)),
        )

    @cached_property
    def waiting(self) -> list[str]:
        """The agencies that were asked to contribute and have not answered."""
        asked = Entry.objects.filter(
            kind=ContributionRequest.kind, parts__subject__in=self.people, recorded_at__gte=self.opened
        )
        open_ones = asked.exclude(replies__kind=Contribution.kind).distinct().order_by("recorded_at", "pk")
        return [str(one.payload.get("agency", "")) for one in open_ones]

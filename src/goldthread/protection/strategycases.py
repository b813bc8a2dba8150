"""What the pages of strategy discussions and enquiries share: the children of a family."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Raw, child_name, raw_of
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, Episode, Subject
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.procedures.duties import Duty
from goldthread.procedures.fold import fold
from goldthread.protection import strategyfile
from goldthread.protection.strategyfields import OTHER, STEP, TAKES_PART
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.stepping import ABOUT, Case, StepPage, cases_of

_WITH = "with"  # children to begin with, besides those of the contact


class FamilyPage(StepPage):
    """One request about one step, for a child and whoever of the family is ticked."""

    of: ClassVar[str] = STEP  # the step

    def __init__(self, request: HttpRequest, subject: Subject, answers: Entry | None = None) -> None:
        """Answers 404 for a child who was never worked with, and 403 where it is not theirs to record."""
        self.subject = subject
        found = Episode.objects.filter(subject__in=identity([subject.pk])).select_related("worker", "subject")
        episodes = found.order_by("closed_at", "-opened_at", "pk")  # open ones have no end: they come last
        if not episodes:
            raise Http404
        self.episode = next((one for one in episodes if one.closed_at is None), episodes[0])
        self.others = strategyfile.other_children(self.episode, guard.user_of(request), now())
        super().__init__(request, self.of, self._cases(request), answers, self._child_page(subject))

    def _child_page(self, subject: Subject) -> str:
        return reverse("casefile:child", args=[subject.pk])

    def _cases(self, request: HttpRequest) -> list[Case]:
        """The child first, then the other children: those with an open case, and those without."""
        able = [
            one
            for one in self.others.linked
            if guard.may(request, Capability.RECORD_WORK, one.subject).allowed
        ]
        cases = cases_of(
            {self.subject: self.episode} | {one.episode.subject: one.episode for one in able if one.episode}
        )
        new = [one.subject for one in able if not one.episode]
        people, blank = Person.objects.in_bulk(new), fold(procedure.procedure(), [])
        subjects = Subject.objects.in_bulk(new)
        return [*cases, *(Case(subjects[pk], describe.display_name(people.get(pk)), blank) for pk in new)]

    @cached_property
    def ticked(self) -> frozenset[str]:
        """The ids of those whom it is about: as ticked, or at first the children of one contact."""
        if self.request.method == "POST":
            return frozenset(self.request.POST.getlist(ABOUT))
        draft = self._draft()
        if draft is not None and ABOUT in draft.raw:
            return frozenset(draft.raw[ABOUT])
        begin = {str(pk) for pk in self.to_begin_with()} | {str(self.subject.pk)}
        return frozenset(begin | set(self.request.GET.getlist(_WITH)))

    def to_begin_with(self) -> set[UUID]:
        """The children whom it is about, unless the writer ticks others."""
        return strategyfile.together(self.episode)

    @property
    def children(self) -> Sequence[Case]:
        """Whom it is about; the one child, where there is no other."""
        return (
            self.cases if len(self.cases) == 1 else [one for one in self.cases if str(one.id) in self.ticked]
        )

    def respond(self) -> HttpResponse:
        """The page; that the records of the others were read, too, is logged."""
        for case in self.children:
            if case.id != self.subject.pk:
                guard.record(self.request, case.id)
        return super().respond()

    def begin(self) -> Raw:
        """Now, about those who are ticked to begin with."""
        raw = raw_of(self.fields, {self.when: self.at.replace(second=0, microsecond=0).isoformat()})
        return {**raw, ABOUT: [str(case.id) for case in self.children]} if ABOUT in self.fields else raw

    def prefill(self) -> Raw:
        """Now, about those who are ticked to begin with, with what the record says of each already."""
        raw = {**super().prefill(), **self._each_child()}
        return {**raw, ABOUT: [str(case.id) for case in self.children]} if ABOUT in self.fields else raw

    def _each_child(self) -> dict[str, list[str]]:
        """What has been stated of each child, of what is asked here."""
        raw: dict[str, list[str]] = {}
        for case in self.children:
            facts = case.state.child_facts(self.at)
            for name in sorted(facts.keys() & set(self.written.facts)):
                if name in self.fields and self.fields[name].per_child:
                    raw |= self.fields[name].write(facts[name], child_name(str(case.id), name))
        return raw

    def address(self, name: str) -> str:
        """Another page about this child."""
        return reverse(name, args=[self.subject.pk])

    @cached_property
    def at_once(self) -> tuple[str, str] | None:
        """What this made due immediately and the reader may record: its title, and where (GLOS-4.2)."""
        ids = [case.id for case in self.children]
        mine = (
            Episode.objects.filter(subject__in=ids, closed_at=None).select_related("subject").order_by("pk")
        )
        for case in cases_of({episode.subject: episode for episode in mine}):
            for duty in case.duties(self.at):
                if duty.rule.immediate and not duty.met and (href := self._where(case, duty)):
                    return duty.rule.written.title, href
        return None

    def _where(self, case: Case, duty: Duty) -> str:
        """The page on which the reader meets a duty; empty where there is none for them."""
        for event in sorted(duty.rule.met_by):
            step = event.partition(".")[0]
            kind = recordable.recorder(event)
            own = entry_type(kind).on_child
            if not recordable.role_for(self.table, self.roles, event):
                continue
            if own or kind == recordable.KIND:
                return reverse(own, args=[case.id]) if own else reverse("casefile:step", args=[case.id, step])
        return ""

    def done(self, entry: Entry) -> str:
        """What was recorded, and what must be done at once."""
        return f"{super().done(entry)}{f'. Do this now: {self.at_once[0]}' if self.at_once else ''}"

    def next_page(self) -> str:
        """To what must be done at once, else back to the child."""
        return self.at_once[1] if self.at_once else self.back


class DiscussionPage(FamilyPage):
    """One request about a strategy discussion."""

    hidden = ("people.person", "people.role")

    def in_words(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Those who took part, each with the role in words, as every meeting's people have it."""
        return [
            {**row, "role": TAKES_PART[row["part"]]} if row.get("part", OTHER) != OTHER else dict(row)
            for row in rows
        ]

    def known(self) -> dict[str, Any]:
        """What every such page shows beside its questions."""
        everyone = [case.id for case in self.cases]
        return {
            "subject": self.subject,
            "several": ABOUT in self.fields,
            "meetings": [entry_line(entry) for entry in strategyfile.meetings_so_far(self.subject)],
            "linked": self.others.linked,
            "closed": self.others.closed,
            "said": strategyfile.said_of(everyone, self.at),
        }


def entry_line(entry: Entry) -> tuple[str, str, str]:
    """When, what came of it, and where to read it."""
    words = entry_type(entry.kind).summary(entry.payload)
    when = say_date(london_date(entry.occurred_at))
    return when, words, reverse("casefile:entry", args=[entry.pk])

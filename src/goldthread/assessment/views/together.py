"""A page on which something is recorded once for several children of a family."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from goldthread.accounts.capabilities import Capability
from goldthread.assessment.entries.section import STEP
from goldthread.assessment.family import family_cases
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, recordable
from goldthread.ledger.author import Author
from goldthread.ledger.entries import entry_type
from goldthread.ledger.events import is_known
from goldthread.ledger.fields import Field, MultiChoice, Parsed, Retention, Sensitivity
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.procedures.tables import Table
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.stepping import ABOUT, Case

ACT = Capability.RECORD_WORK


class TogetherPage(SigningPage):
    """One request for one entry about a child and, where they are ticked, others of the family.

    `asked` are the entry's own fields; whom it is about is asked where there are several.
    """

    template = "assessment/write.html.jinja"
    title = ""
    says = ""

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers 404 for a child without a case."""
        super().__init__(request)
        self.cases = family_cases(request, subject_id, ACT)
        self.first = self.cases[0]

    @property
    def children(self) -> Sequence[Case]:
        """Whom it is about: all, or those who were ticked."""
        ticked = self.request.POST.getlist(ABOUT)
        return [case for case in self.cases if not ticked or str(case.id) in ticked]

    @cached_property
    def asked(self) -> Mapping[str, Field]:
        """The entry's own questions."""
        return entry_type(self.kind).fields

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Of several children, whom it is about; then the entry's own questions."""
        if len(self.cases) == 1:
            return self.asked
        names = {str(case.id): case.name for case in self.cases}
        whom = MultiChoice(
            "Whom is it about?", Sensitivity.OPEN, Retention.CHILD_RECORD, choices=names, name=ABOUT
        )
        return {ABOUT: whom, **self.asked}

    @property
    def table(self) -> Table:
        """The procedure of today."""
        table: Table = procedure.procedure().on(london_date(self.at))
        return table

    @cached_property
    def roles(self) -> frozenset[str]:
        """Those that the reader holds."""
        return guard.user_of(self.request).roles(at=self.at)

    def everyone(self) -> dict[str, Any]:
        """The answer that it is about all of them."""
        return {ABOUT: [str(case.id) for case in self.cases]} if len(self.cases) > 1 else {}

    def values(self, parsed: Parsed) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """What is signed: of the whole, and of each child. For subclasses that add what the page knows."""
        values = {name: said for name, said in parsed.values.items() if name != ABOUT}
        return values, {str(case.id): dict(parsed.parts.get(str(case.id), {})) for case in self.children}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, in the role that may."""
        values, parts = self.values(parsed)
        happened = values.get(self.when) if self.when else None
        return ledger.sign(
            by=self.author(values, parts.values()),
            at=self.at,
            kind=self.kind,
            values=values,
            parts=[Part(case.subject, parts[str(case.id)]) for case in self.children],
            key=sending.key,
            occurred_at=datetime.fromisoformat(happened) if happened else None,
            links=self.links(),
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )

    def links(self) -> Links:
        """How it stands to earlier entries."""
        return Links()

    def starts(self) -> bool:
        """Whether signing begins the assessment of these children, by a role that may say so."""
        begun = any(one.event.step == STEP for case in self.children for one in case.state.until(self.at))
        begins = f"{STEP}.started"
        known = begins in self.table.outcomes
        return known and not begun and bool(recordable.role_for(self.table, self.roles, begins))

    def author(self, values: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> Author:
        """The reader in a role that may record what happened; where nothing did, in one that records work."""
        proposed = (one for part in parts for one in entry_type(self.kind).events(values, part))
        events = {f"{one.step}.{one.outcome}" for one in proposed if is_known(one)}
        role = recordable.role_for(self.table, self.roles, *events) if events else ""
        return guard.author_as(self.request, role) if role else guard.author(self.request, ACT)

    def frame(self) -> dict[str, Any]:
        """Whom it is about, and where to go back to."""
        return {
            "title": self.title,
            "says": self.says,
            "names": [case.name for case in self.cases],
            "back": self.next_page(),
        }

    def next_page(self) -> str:
        """The child's page."""
        return reverse("casefile:child", args=[self.first.id])

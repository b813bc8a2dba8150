"""The conversation about a concern, recorded by the one who manages the case (WORC-2.1 to 2.3)."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.earlyhelp.entries.common import OPEN, TALK
from goldthread.earlyhelp.entries.conversation import EarlyHelpConversation
from goldthread.earlyhelp.familyfile import family_of
from goldthread.earlyhelp.pages import Sections
from goldthread.ledger import procedure
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, Raw, raw_of
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.web import guard
from goldthread.web.stepping import OUTCOME, StepPage, cases_in

_PLACED: Sections = (
    ("The conversation", ("with_whom", "way", "why", "opinion")),
    ("Which level", (OUTCOME, OPEN, "measured_by", "agreed")),
    ("What the procedure asks", ("imminent_risk", "police_needed")),
)


class ConversationPage(StepPage):
    """One request to record the conversation that settles a concern, in answer to it."""

    template = "earlyhelp/write.html.jinja"
    kind = EarlyHelpConversation.kind
    sections: ClassVar[Sections] = _PLACED

    def __init__(self, request: HttpRequest, concern: Entry) -> None:
        """Answers 404 for anything but a contact, and 403 with the rule where it is not theirs."""
        parts = guard.visible_parts(request, concern)
        if concern.kind != "contact" or TALK not in procedure.newest().steps or not parts:
            raise Http404
        self.concern = concern
        self.subject = parts[0].subject
        super().__init__(
            request, TALK, cases_in(parts), concern, reverse("earlyhelp:family", args=[parts[0].subject_id])
        )
        self.family = family_of(self.subject.pk, self.at)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Whether the family is open to early help only where nobody knows."""
        known = family_of(self.subject.pk, self.at).is_open
        return {name: field for name, field in super().fields.items() if name != OPEN or not known}

    def prefill(self) -> Raw:
        """With whom, as the concern names them."""
        said = self.concern.payload
        named = ("referrer_name", "referrer_role", "referrer_agency")
        told = ", ".join(str(said[name]) for name in named if said.get(name)) or self.concern.author_name
        return {**super().prefill(), **raw_of(self.fields, {"with_whom": told})}

    @property
    def required(self) -> tuple[str, ...]:
        """With whom, why, and when."""
        return (*super().required, "with_whom", "why", self.when)

    def frame(self) -> dict[str, Any]:
        """With the concern as it was told, and what was done about it so far."""
        shown = [(title, [name for name in names if name in self.fields]) for title, names in self.sections]
        first = [name for name in self.fields if name in {"about", self.when}]
        placed = {*first, *(name for _, names in shown for name in names), *self.hidden}
        besides = [name for name in self.fields if name not in placed]
        return {
            **super().frame(),
            "subject": self.subject,
            "family": self.family,
            "heading": "Conversation about a concern",
            "says": self.written.says,
            "first": first,
            "sections": [(title, names) for title, names in [*shown, ("", besides)] if names],
            "concern": self.concern,
            "concern_rows": self._told(),
            "sources": [],
        }

    def _told(self) -> list[tuple[str, str]]:
        """The concern in the professional's words."""
        reads = entry_type(self.concern.kind).reads(self.concern.payload)
        wanted = ("concern", "concern_pattern", "consulted_lead_name", "imminent_reason")
        return [
            ("Told", say_when(self.concern.occurred_at)),
            *((f.label, words) for f, words in reads if f.name in wanted),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def conversation(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Record the conversation about one concern."""
    return ConversationPage(request, guard.entry(request, entry_id)).respond()


urlpatterns = [path("entries/<uuid:entry_id>/conversation/", conversation, name="conversation")]

"""Telling the referrer what was decided: the letter is shown before it goes; a spoken answer is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import path

from goldthread.frontdoor import letters
from goldthread.frontdoor.acts import act_called
from goldthread.frontdoor.contactfile import Child
from goldthread.frontdoor.entries.deciding import Decision
from goldthread.frontdoor.operations import telling
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.frontdoor.views.acting import ActPage, is_revealed, view_of
from goldthread.ledger import locks
from goldthread.ledger.fields import Choice, Field, FieldError, Parsed, Raw, Retention, Sensitivity, Text
from goldthread.ledger.models import Entry
from goldthread.web import guard
from goldthread.web.posted import Posted

SHOW = "show"
_BY_LETTER = "email"
_SAYS = {
    "signposted_to": Text(
        "Which service was it passed to?",
        Sensitivity.PERSONAL,
        Retention.REFERRER,
        hint="Stands in the letter.",
        name="signposted_to",
        asked_when=("reached", True),
    )
}


class FeedbackPage(ActPage):
    """Tell the referrer (HERTS-4.5, 10.25 to 10.27)."""

    template = "frontdoor/feedback.html.jinja"
    showing = False  # the letters are on the page, to be read before they go

    @cached_property
    def children(self) -> Sequence[Child]:
        """Those whose decision has effect."""
        return [child for child in self.file.children if child.decided(self.at) is not None]

    @property
    def address(self) -> str:
        """Where a letter can go."""
        return str(self.file.said.get("referrer_email", ""))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """By letter only where there is an address; words for the letter only where it may say them."""
        fields = dict(super().fields)
        how = fields["told_how"]
        if isinstance(how, Choice) and not self.address:
            ways = {name: words for name, words in how.choices.items() if name != _BY_LETTER}
            fields["told_how"] = replace(how, choices=ways)
        if not self.file.said.get("on_behalf_of_other"):
            del fields["reminded"]
        wanted = {name for letter in self.letters({}) for name in letter.says} if self.address else set()
        return fields | {name: field for name, field in _SAYS.items() if name in wanted}

    @property
    def required(self) -> tuple[str, ...]:
        """How, and why not."""
        return ("reached", "told_how", "not_reached")

    def prefill(self) -> Raw:
        """By letter where there is an address; where another service was chosen, its name."""
        raw = {"reached": ["no" if self.file.said.get("anonymous") and not self.address else "yes"]}
        if self.address:
            raw["told_how"] = [_BY_LETTER]
        route = next((fact for child in self.children if (fact := self._route(child))), "")
        return raw | ({"signposted_to": [route]} if route else {})

    def _route(self, child: Child) -> str:
        decided = child.decided(self.at)
        route = decided.facts.get("early_help_route") if decided else None
        return Decision.fields["early_help_route"].text(route) if route else ""

    def letters(self, said: Mapping[str, str]) -> list[letters.Letter]:
        """What would go."""
        name = self.unless_locked(self.file.said.get("referrer_name", ""))
        return letters.letters_for(self.file, self.children, self.at, said, to_name=name)

    def unless_locked(self, text: str) -> str:
        """Who the referrer is, unless they wished to stay unnamed and the reader has not looked."""
        locked = Sensitivity.LOCKED_REFERRER in locks.locked(self.contact)
        return locks.KEPT_BACK if text and locked and not is_revealed(self.request, self.contact) else text

    def check(self, parsed: Parsed) -> list[FieldError]:
        """A letter says everything that it has a place for; a spoken answer is written down."""
        values = parsed.values
        if values.get("reached") is not True:
            return []
        if values.get("told_how") == _BY_LETTER:
            needed = {name for letter in self.letters({}) for name in letter.says} & _SAYS.keys()
            missing = [name for name in needed if not values.get(name)]
            return [FieldError(name, _SAYS[name].missing) for name in missing]
        return [] if values.get("told") else [FieldError("told", "Write down what they were told")]

    def context(self) -> dict[str, Any]:
        """The letters as they stand, and whom they would go to."""
        form_raw = self.request.POST if self.request.method == "POST" else {}
        said = {name: str(form_raw.get(name, "")) for name in _SAYS} if self.showing else {}
        return {
            "letters": self.letters(said) if self.address and self.children else [],
            "address": self.unless_locked(self.address),
            "showing": self.showing,
            "decided": bool(self.children),
            "public": letters.is_public(self.file),
            "anonymous": bool(self.file.said.get("anonymous")),
        }

    def _sign(self, sent: Posted, parsed: Parsed, raw: Raw, draft: Any) -> HttpResponse:
        """A letter is read before it goes: the first button shows it, the second sends it."""
        by_letter = parsed.values.get("told_how") == _BY_LETTER and parsed.values.get("reached")
        self.showing = bool(by_letter)
        if by_letter and sent.action != "send":
            return self.show(raw, draft, key=sent.key)
        return super()._sign(sent, parsed, raw, draft)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, and send the letters."""
        said = {name: parsed.values.get(name, "") for name in _SAYS}
        values = {name: value for name, value in parsed.values.items() if name not in _SAYS}
        if values.get("told_how") == _BY_LETTER and self.file.said.get("on_behalf_of_other"):
            values["reminded"] = True  # every letter says so (HERTS-10.26)
        return telling.tell(
            by=guard.author(self.request, self.act.capability),
            at=self.at,
            file=self.file,
            children=self.children,
            values=values,
            said=said,
            sending=sending,
            outside_reason=outside_reason,
        )


urlpatterns = [
    path(
        "contacts/<uuid:entry_id>/feedback/", view_of(act_called("feedback"), FeedbackPage), name="feedback"
    ),
]

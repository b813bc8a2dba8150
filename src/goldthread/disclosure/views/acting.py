"""What the pages on which a request is worked have in common: one outcome, for everyone it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.disclosure import letters
from goldthread.disclosure.entries.request import STEP
from goldthread.disclosure.presenters import Against, against, basis, not_agreed, who_asks
from goldthread.disclosure.requestfile import RequestFile, events_alone, request_file
from goldthread.ledger.events import as_if_involved
from goldthread.ledger.fields import Field, FieldError, Labels, Parsed, Raw, raw_of
from goldthread.ledger.fields.parsing import Words
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import Sending
from goldthread.ledger.state import check_against
from goldthread.procedures.duties import Duty
from goldthread.web import guard
from goldthread.web.posted import Posted
from goldthread.web.stepping import ABOUT, OUTCOME, Case, StepPage

PREVIEW = "preview"
_NOTHING: Raw = {}


class ActPage(StepPage):
    """One request to record an outcome of a request for information."""

    template = "disclosure/act.html.jinja"
    hidden = ("prepared",)
    of: ClassVar[str] = STEP
    usual: ClassVar[str] = ""  # the outcome to begin with where nothing tells which
    needed: ClassVar[tuple[str, ...]] = ()  # what must be answered besides the outcome
    labels: ClassVar[Labels] = {"happened_at": Words("When did it happen?", "Leave it empty if it is now")}

    def __init__(self, request: HttpRequest, asked: Entry) -> None:
        """Answers 404 where the reader may see nobody of it, and 403 where it is not theirs to record."""
        self.asked, self.raw = asked, _NOTHING
        self.file: RequestFile = request_file(asked, guard.visible_parts(request, asked))
        cases = [Case(one.part.subject, one.name, one.state) for one in self.file.people]
        super().__init__(request, self.of, cases, asked, reverse("disclosure:request", args=[asked.pk]))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """One outcome for everyone: the request is one."""
        fields = {name: field for name, field in super().fields.items() if name != ABOUT}
        return {**fields, OUTCOME: replace(fields[OUTCOME], per_child=False)}

    @property
    def required(self) -> tuple[str, ...]:
        """The outcome, and what this page needs."""
        return (OUTCOME, *self.needed)

    @cached_property
    def chosen(self) -> str:
        """The outcome to begin with: as the address asks, the only one, or the first that is owed."""
        asked = self.request.GET.get(OUTCOME, "")
        owed = {event for duty in self.file.duties(self.at) for event in duty.rule.met_by}
        due = [name for name in self.outcomes if f"{self.of}.{name}" in owed]
        every = list(self.outcomes)
        if asked in self.outcomes or len(every) == 1:
            return asked if asked in self.outcomes else every[0]
        return next(iter(due), self.usual if self.usual in self.outcomes else "")

    @property
    def outcome(self) -> str:
        """The one that stands on the page now."""
        return next(iter(self.raw.get(OUTCOME, ())), "") or self.chosen

    def prefill(self) -> Raw:
        """The outcome to begin with, and what is known. Without a time it happens now."""
        known = {name: said for name, said in self.known().items() if name in self.fields and said}
        return raw_of(self.fields, {**known, **({OUTCOME: self.chosen} if self.chosen else {})})

    def known(self) -> dict[str, Any]:
        """What is known already, by field."""
        return {}

    def show(self, raw: Raw, draft: Draft | None, **how: Any) -> HttpResponse:
        """The page; it is kept what stands on it, for the letter beside it."""
        asked = self.request.GET.get(OUTCOME, "")
        if self.request.method != "POST" and asked in self.outcomes:
            raw = {**raw, OUTCOME: [asked]}  # whoever follows a link means that outcome, not an older draft's
        if "prepared" in self.fields:  # the page shows the newest, whatever an older draft was about
            raw = {**raw, "prepared": [str(self.file.prepared.pk)] if self.file.prepared else []}
        self.raw = raw
        return super().show(raw, draft, **how)

    def _read(self, sent: Posted, draft: Draft) -> HttpResponse:
        if sent.action == PREVIEW:
            return self.show(sent.raw, draft, key=sent.key)
        return super()._read(sent, draft)

    def owed(self) -> list[tuple[str, Duty]]:
        """What this request owes, once however many people it is about."""
        return [("", duty) for duty in self.file.duties(self.at)]

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it; of somebody who has no case it is held against the request by itself."""
        entry = super().save(parsed, sending, outside_reason)
        for part in entry.parts.filter(episode=None):
            before = events_alone([self.asked, *self.file.work], part)
            check_against(before, as_if_involved(entry, part), outside_reason)
        return entry

    def context(self) -> dict[str, Any]:
        """The request, and what stands against telling anything."""
        return {
            "said": self.file.said,
            "asked": self.asked,
            "missing": [against(ban, self.asked) for ban in self.file.missing(self.at)],
            "checks": self.stops(),
            "not_agreed": not_agreed(self.file),
            "preview": "",
        }

    def stops(self) -> Sequence[Against]:
        """Other rules that must be met first; none on most pages."""
        return ()

    def note(self, name: str) -> str:
        """What stands in a box of the page now."""
        return next(iter(self.raw.get(name, ())), "").strip()


class LetterPage(ActPage):
    """A page on which the enquirer is written to: the letter of the procedure stands beside what is typed."""

    template = "disclosure/tell.html.jinja"
    body: ClassVar[str] = "needed"  # the box whose words the letter tells

    def known(self) -> dict[str, Any]:
        """How, and to which address: as the request says."""
        email = self.file.said.get("enquirer_email", "")
        return {
            "told_how": "email" if email and self._letter(self.outcome) else "telephone",
            "to_address": email,
            "who": who_asks(self.file),
            "basis": basis(self.file, self.at),
            **super().known(),
        }

    def _letter(self, outcome: str) -> str:
        return letters.fitting(self.file, f"{self.of}.{outcome}", self.at)

    def context(self) -> dict[str, Any]:
        """With the letter as it would read."""
        one = self._letter(self.outcome)
        text = letters.composed(self.file, one, self.note(self.body), self.at) if one else None
        return {**super().context(), "letter": text, "to_address": self.note("to_address")}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """A letter needs an address, and words to say."""
        errors = super().check(parsed)
        if parsed.values.get("told_how") == "email":
            if not parsed.values.get("to_address"):
                errors.append(FieldError("to_address", "Enter the e-mail address"))
            outcome = str(parsed.values.get(OUTCOME, ""))
            if outcome and not self._letter(outcome):
                errors.append(
                    FieldError("told_how", "There is no letter for this. Say how else they are told")
                )
        return errors

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, and send the letter where it goes by e-mail: both, or neither."""
        entry = super().save(parsed, sending, outside_reason)
        if entry.payload.get("told_how") == "email":
            letter = self._letter(str(entry.payload[OUTCOME]))
            letters.send(
                by=guard.author_as(self.request, entry.author_role),
                at=self.at,
                file=self.file,
                letter=letter,
                to_address=str(entry.payload["to_address"]),
                words=str(entry.payload.get(self.body, "")),
                because=entry,
            )
        return entry

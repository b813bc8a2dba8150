"""Answering a request: the Enquiry Form out of the record, the answer prepared, then given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse

from goldthread.accounts.capabilities import Capability
from goldthread.disclosure import known, queries
from goldthread.disclosure.entries.request import REPLY, answer_address
from goldthread.disclosure.entries.work import (
    KEPT,
    SHARED,
    EnquiryForm,
    InformationAnswer,
    InformationPrepared,
)
from goldthread.disclosure.presenters import Against, against, told_in
from goldthread.disclosure.requestfile import RequestFile, request_file
from goldthread.disclosure.views.acting import ActPage, LetterPage
from goldthread.disclosure.views.acts import view_of
from goldthread.ledger import operations as ledger
from goldthread.ledger.fields import (
    Field,
    FieldError,
    MultiChoice,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    raw_of,
)
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.identity import identity
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.stepping import OUTCOME, Case

_FOUND = "found_"
_TOLD = ("known", "answers", "besides", "relevance")


class FormPage(ActPage):
    """The Enquiry Form: what the record knows stands there ticked, with its source (HERTS-8.13 to 8.19)."""

    template = "disclosure/form.html.jinja"
    kind = EnquiryForm.kind
    of = REPLY
    usual = "enquiry_form_written"
    needed = ("standing",)

    @cached_property
    def record(self) -> Mapping[str, Sequence[known.Known]]:
        """What the record knows, by point."""
        return known.known_by_point(self.file, self.at)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Before each point, what the record has for it."""
        fields: dict[str, Field] = {}
        for name, field in super().fields.items():
            if self.record.get(name):
                choices = {one.key: one.text for one in self.record[name]}
                hints = {one.key: f"Source: {one.source}" for one in self.record[name]}
                fields[_FOUND + name] = MultiChoice(
                    field.label,
                    Sensitivity.PERSONAL,
                    Retention.CHILD_RECORD,
                    choices=choices,
                    choice_hints=hints,
                    name=_FOUND + name,
                )
            fields[name] = _in_addition(field, bool(self.record[name])) if name in self.record else field
        fields.pop("findings")
        return fields

    def known(self) -> dict[str, Any]:
        """Everything that the record has is ticked."""
        ticked = {_FOUND + name: [one.key for one in found] for name, found in self.record.items() if found}
        return {"standing": known.standing_in_words(self.file, self.at), **ticked}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """What is ticked is kept in words, with its source."""
        rows = []
        for name, found in self.record.items():
            ticked = parsed.values.pop(_FOUND + name, [])
            label = super().fields[name].label
            rows += [_row(label, one) for one in found if one.key in ticked]
        if rows:
            parsed.values["findings"] = rows
        return super().save(parsed, sending, outside_reason)

    def context(self) -> dict[str, Any]:
        """The points that the record answers, and those that it does not."""
        points = [name for name in self.fields if name in self.record or name.startswith("point_")]
        return {
            **super().context(),
            "points": [(name, _FOUND + name if self.record.get(name) else "") for name in points],
            "first": [name for name in (OUTCOME, "standing") if name in self.fields],
        }


def _in_addition(field: Field, found: bool) -> Field:  # noqa: FBT001 - one question
    """How the box beside what the record has is called; where the record has nothing it says so."""
    if found:
        return replace(field, label="Anything to add, from elsewhere?")
    return replace(field, hint="Our record has nothing here.")


def _row(section: str, one: known.Known) -> dict[str, str]:
    row = {"section": section, "found": one.text, "source": one.source}
    return {**row, **({"entry": str(one.entry)} if one.entry else {})}


def form_in_words(file: RequestFile) -> str:
    """What the newest Enquiry Form says, for the answer."""
    forms = [entry for entry in file.work if entry.kind == EnquiryForm.kind]
    if not forms:
        return ""
    said = forms[-1].payload
    found = [row["found"] for row in said.get("findings", ())]
    return "\n".join([str(said.get("standing", "")), *found]).strip()


class PreparePage(SigningPage):
    """The answer is prepared: each question has an answer, or the reason why there is none (HERTS-8.30)."""

    template = "disclosure/prepare.html.jinja"
    kind = InformationPrepared.kind
    required = ("relevance",)

    def __init__(self, request: HttpRequest, asked: Entry) -> None:
        """`asked` is the request."""
        super().__init__(request)
        self.asked = asked
        self.file = request_file(asked, guard.visible_parts(request, asked))

    @property
    def children(self) -> Sequence[Case]:
        """Everyone it is about."""
        return [Case(one.part.subject, one.name, one.state) for one in self.file.people]

    def prefill(self) -> Raw:
        """As prepared before, or as in an earlier answer; else their questions and what the form found."""
        before = self.file.prepared or self._earlier()
        if before is not None:
            said = {name: before.payload[name] for name in _TOLD if before.payload.get(name)}
            if before.answers_id != self.asked.pk:
                said = {**said, "answers": [*self._questions(), *said.get("answers", [])]}
            return raw_of(self.fields, said)
        words = form_in_words(self.file)
        return raw_of(self.fields, {"answers": self._questions(), **({"known": words} if words else {})})

    def _questions(self) -> list[dict[str, str]]:
        return [
            {"question": row["question"]}
            for row in self.file.said.get("questions", ())
            if row.get("question")
        ]

    def _earlier(self) -> Entry | None:
        """The answer to an earlier request about the same people, as the address asks for it (HERTS-8.32)."""
        wanted, people = self.request.GET.get("from", ""), identity([one.id for one in self.file.people])
        files = queries.earlier(guard.user_of(self.request), self.at, self.asked, people, ())
        answers = (entry for file in files for entry in file.work if entry.kind == InformationAnswer.kind)
        return next((entry for entry in answers if str(entry.pk) == wanted), None)

    def check(self, parsed: Parsed) -> list[FieldError]:
        """No question is passed over in silence."""
        errors = []
        for place, row in enumerate(parsed.values.get("answers", ())):
            if row.get("question") and not (row.get("answer") or row.get("why_not")):
                errors.append(
                    FieldError(f"answers-{place}-answer", "Answer it, or say why it cannot be answered")
                )
        if not errors and not any(parsed.values.get(name) for name in ("known", "answers", "besides")):
            errors.append(FieldError("known", "Say what they are to be told"))
        return errors

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it. It tells nobody anything yet."""
        return ledger.sign(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            kind=self.kind,
            values=parsed.values,
            parts=[Part(one.part.subject) for one in self.file.people],
            key=sending.key,
            links=Links(answers=self.asked),
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )

    def next_page(self) -> str:
        """The request."""
        return reverse("disclosure:request", args=[self.asked.pk])

    def frame(self) -> dict[str, Any]:
        """The request."""
        return {
            "asked": self.asked,
            "said": self.file.said,
            "names": [one.name for one in self.file.people],
            "checks": [against(ban, self.asked) for ban in self.file.checks(self.at)],
            "back": self.next_page(),
        }


class AnswerPage(LetterPage):
    """The answer goes: as prepared, word for word; without that, known or not in a few words."""

    template = "disclosure/answer.html.jinja"
    kind = InformationAnswer.kind
    of = REPLY
    usual = "confirmed"
    body = "known"

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """Without that it is kept: signing it keeps it."""
        return {name: title for name, title in super().outcomes.items() if name != KEPT}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What was prepared is not asked again; nor is it changed here once somebody has looked it over."""
        fields = super().fields
        left_out = _TOLD if self.file.prepared else ("answers", "besides")
        return {name: field for name, field in fields.items() if name not in left_out}

    needed = ("told_how",)

    def known(self) -> dict[str, Any]:
        """What the form found, and which answer it is."""
        ready = self.file.prepared
        words = form_in_words(self.file) or known.standing_in_words(self.file, self.at)
        said = super().known()
        if said.get("told_how") == "telephone" and ready:
            said["told_how"] = "paper"
        return {**said, "known": words}

    def note(self, name: str) -> str:
        """What would be told: as prepared, where it was."""
        ready = self.file.prepared
        if name == self.body and ready is not None:
            return str(ready.payload.get("known", ""))
        return super().note(name)

    def check(self, parsed: Parsed) -> list[FieldError]:
        """More than "known or not" is prepared first; what was looked over is what goes."""
        errors = super().check(parsed)
        outcome, ready = str(parsed.values.get(OUTCOME, "")), self.file.prepared
        if outcome in SHARED and ready is None:
            errors.append(
                FieldError(OUTCOME, "Prepare the answer first: then it can be looked over, and kept")
            )
        if ready is not None and parsed.values.get("prepared") != str(ready.pk):
            errors.append(
                FieldError("", "Another answer was prepared since you opened this page. Look at it again")
            )
        was = self.file.last(self.at, {f"{REPLY}.approved"})
        if outcome in SHARED and ready is not None and was and self.file.looked_over() is None:
            errors.append(
                FieldError(
                    OUTCOME, "The answer was changed after it was looked over. It is looked over again first"
                )
            )
        if not ready and not parsed.values.get("known"):
            errors.append(FieldError("known", self.fields["known"].missing))
        return errors

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """With what was prepared, and the kind of address that it goes to (HERTS-8.5, 8.22)."""
        ready = self.file.prepared
        if ready is not None:
            parsed.values |= {name: ready.payload[name] for name in _TOLD if ready.payload.get(name)}
        email = parsed.values.get("to_address") or self.file.said.get("enquirer_email")
        parsed.values |= answer_address(email)
        self.signed = super().save(parsed, sending, outside_reason)
        return self.signed

    def stops(self) -> Sequence[Against]:
        """What somebody here has to do first."""
        return [against(ban, self.asked) for ban in self.file.checks(self.at)]

    def next_page(self) -> str:
        """To the papers, where it goes as one."""
        signed = getattr(self, "signed", None)
        if signed is not None and signed.payload.get("told_how") == "paper":
            return f"{reverse('casefile:papers', args=[signed.pk])}?paper={InformationAnswer.kind}"
        return super().next_page()

    def context(self) -> dict[str, Any]:
        """The answer as it was prepared, and who looked it over."""
        ready = self.file.prepared
        return {
            **super().context(),
            "prepared": ready,
            "reads": told_in(ready) if ready else [],
            "looked_over": self.file.looked_over(),
        }


urlpatterns = [
    path("information/<uuid:entry_id>/form/", view_of(FormPage), name="form"),
    path("information/<uuid:entry_id>/prepare/", view_of(PreparePage), name="prepare"),
    path("information/<uuid:entry_id>/answer/", view_of(AnswerPage), name="answer"),
]

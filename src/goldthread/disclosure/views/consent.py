"""Consent about one child, and what was shared: what stands, who may decide, a form, and the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.disclosure import consents
from goldthread.disclosure.entries.consent import ConsentSaid
from goldthread.disclosure.operations import consent as operations
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, raw_of
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.people import describe, responsibility
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.people.parental_facts import Answer
from goldthread.people.responsibility import Held
from goldthread.web import guard
from goldthread.web.page import render
from goldthread.web.siblings import WHOM, SiblingsPage, Whose

_YOUNG, _AUTHORITY = "young", "authority"
_CLOSED = "Somebody with a closed record"


@dataclass(frozen=True)
class Holder:
    """Somebody of whom there is a question whether they may decide. `why` is the reason that counts."""

    key: str
    name: str
    answer: Answer
    why: str

    @property
    def words(self) -> str:
        """The name, and whether they hold it."""
        return f"{self.name}: {self.answer.words[:1].lower()}{self.answer.words[1:]}"


class _ConsentPage(SiblingsPage):
    """One request to record what somebody says, of one child or of brothers and sisters in one act."""

    template = "disclosure/consent.html.jinja"
    kind = ConsentSaid.kind
    when = "happened_at"

    @cached_property
    def holders(self) -> list[Holder]:
        """Everyone of whom there is a question, those who hold it first."""
        found = self._answers(self.whose.id)
        around = [one.subject_id for one in found if one.subject_id]
        seen = policy.visible(guard.user_of(self.request), around, at=self.at).subjects
        return [_holder(one, open_=one.subject_id is None or one.subject_id in seen) for one in found]

    def _answers(self, child: UUID) -> list[Held]:
        return responsibility.answers(child, on=london_date(self.at))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The questions; who may answer is known from the record, and who surely may not is not offered."""
        able = {one.key: one.words for one in self.holders if one.answer is not Answer.DOES_NOT}
        choices = {**able, _YOUNG: f"{self.whose.name} themselves: they understand what they decide"}
        person = replace(ConsentSaid.person, choices=choices)
        return {**self.whom, **ConsentSaid.fields, "person": person}

    @property
    def only(self) -> Sequence[str]:
        """What is asked: whose name it is follows from who they are."""
        return [name for name in self.fields if name not in {"who", "holder"}]

    @property
    def required(self) -> Sequence[str]:
        """What must be answered (HSSCP-3.11, HUB-2.6)."""
        override = ("ground", "why", "decided_by", "rights_told", "rights_not")
        return (WHOM, "happened_at", "use", "answer", "person", *override)

    def prefill(self) -> Raw:
        """The child whose page it is."""
        return raw_of(self.fields, {WHOM: [str(self.whose.id)]}) if self.whom else {}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Whoever decides may do so for each child; what is taken back was agreed to before, for each."""
        if not parsed.ok:
            return []
        chosen, others = parsed.values.get("person"), [one for one in self.children if one != self.whose]
        if chosen == _YOUNG and (others or self.whose not in self.children):
            return [FieldError("person", f"Only {self.whose.name} decides in this way: tick nobody else")]
        errors = [
            FieldError("person", f"They do not hold parental responsibility for {one.name}")
            for one in others
            if chosen and not self._may_decide(str(chosen), one.id)
        ]
        return errors or [error for one in self.children for error in self._taken_back(one, parsed)]

    def _may_decide(self, holder: str, child: UUID) -> bool:
        """Whether somebody may decide for a brother or sister, too: they hold it, or it has to be checked."""
        found = {_key(one): one.finding.answer for one in self._answers(child)}
        return found.get(holder, Answer.DOES_NOT) is not Answer.DOES_NOT

    def _taken_back(self, child: Whose, parsed: Parsed) -> list[FieldError]:
        if parsed.values.get("answer") != "withdrawn":
            return []
        chosen = parsed.values.get("person")
        theirs = {
            "",
            str(self.whose.id) if chosen == _YOUNG else chosen,
        }  # nobody’s name: “the parents” agreed
        before = [one.consent for one in consents.everything(identity([child.id]))]
        agreed = {one.use for one in before if one.answer == "agreed" and one.person in theirs}
        if agreed.issuperset(parsed.values.get("use", ())):
            return []
        words = f"They have not agreed to that for {child.name}, so nothing can be taken back"
        return [FieldError("answer", f"{words}. Choose “They refuse” instead")]

    @cached_property
    def said(self) -> list[consents.Said]:
        """All that was said before."""
        return consents.everything(identity([self.whose.id]))

    def context(self) -> dict[str, Any]:
        """What stands, who may decide, and what rests on consent."""
        told = consents.shared(identity([self.whose.id]))
        standing = consents.standing(self.said)
        return {
            "who": self.whose,
            "standing": standing,
            "said": self.said,
            "holders": self.holders,
            "resting": consents.on_consent(told),
            "withdrawn": any(one.against for one in standing),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, with the name of whoever says so."""
        values = {name: said for name, said in parsed.values.items() if name != WHOM}
        chosen = values.pop("person", "")
        holder = next((one for one in self.holders if one.key == chosen), None)
        if chosen:
            values["who"] = holder.name if holder else describe.plain_name(self._child())
            values["holder"] = chosen if holder else str(self.whose.id)
        return operations.say_consent(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subjects=self.subjects(),
            values=values,
            occurred_at=datetime.fromisoformat(values["happened_at"]),
            sending=sending,
        )

    def _child(self) -> Person | None:
        return Person.objects.filter(pk=self.whose.id).first()

    def next_page(self) -> str:
        """The page itself, which now shows it."""
        return reverse("disclosure:consent", args=[self.whose.id])


def _holder(one: Held, *, open_: bool) -> Holder:
    why = one.finding.reasons[0].words if one.finding.reasons and open_ else ""
    if one.subject_id is None:
        return Holder(_key(one), "The local authority", one.finding.answer, why)
    name = describe.plain_name(one.person) if open_ else _CLOSED
    return Holder(_key(one), name, one.finding.answer, why)


def _key(one: Held) -> str:
    """How the form names them: by their record, or the local authority."""
    return _AUTHORITY if one.subject_id is None else str(one.subject_id)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def consent(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What stands of consent about one child, and the form that records more."""
    return _ConsentPage(request, guard.record(request, subject_id)).respond()


@require_safe
@guard.on_record(Capability.READ_RECORD)
def log(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What was told to whom about one child, in words that the child can read one day."""
    subject = guard.record(request, subject_id)
    told = consents.shared(identity([subject.pk]))
    context = {
        "subject": subject,
        "name": describe.plain_name(Person.objects.filter(pk=subject.pk).first()),
        "told": told,
        "paper": told[-1].entry if told else None,
    }
    return render(request, "disclosure/shared.html.jinja", context)


urlpatterns = [
    path("children/<uuid:subject_id>/consent/", consent, name="consent"),
    path("children/<uuid:subject_id>/shared/", log, name="shared"),
]

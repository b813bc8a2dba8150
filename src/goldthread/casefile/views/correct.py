"""Correcting an entry: the form as it was signed, and why. Only what was changed is kept, as a new entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import corrections, queries
from goldthread.casefile.corrections import Reading
from goldthread.casefile.views.entry import may_correct, names_of_parts
from goldthread.ledger import locks, operations
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.fields import (
    Field,
    FieldError,
    Group,
    LongText,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    asked,
    parse_fields,
    raw_of,
)
from goldthread.ledger.models import Entry
from goldthread.ledger.state import NotRecorded
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_WHY = "correction_reason"
_REASON = LongText(
    "Why is it corrected?", Sensitivity.PERSONAL, Retention.CHILD_RECORD, required=True, rows=2, name=_WHY
)


@dataclass(frozen=True)
class _Form(EntryForm):
    """The form, which remembers how many corrections of the entry its writer has read."""

    seen: int = 0

    @property
    def carried(self) -> list[tuple[str, str]]:
        """With that number."""
        return [*super().carried, ("_version", str(self.seen))]


class _Correcting:
    """One request to correct one entry."""

    def __init__(self, request: HttpRequest, found: Entry) -> None:
        """`found` is the entry, which the reader may open."""
        self.request, self.found, self.kind = request, found, entry_type(found.kind)
        self.parts = guard.visible_parts(request, found)
        self.corrected = queries.corrections_of(found)
        self.now = corrections.standing(found, self.parts, self.corrected)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """What may be corrected: all but what is locked; what is asked per child is asked of each."""
        own = self.kind.part_fields_of(self.found.payload)
        shared = {
            name: one
            for name, one in self.kind.fields_of(self.found.payload).items()
            if name not in own and not (isinstance(one, Group) and one.fields == own)
        }
        asked = shared | {name: replace(one, per_child=True) for name, one in own.items()}
        shut = locks.locked(self.found)
        return {_WHY: _REASON, **{name: one for name, one in asked.items() if one.sensitivity not in shut}}

    @property
    def shared(self) -> Values:
        """What the entry says now of all, as far as it may be corrected here."""
        return self._known(self.now.shared)

    @property
    def own(self) -> Mapping[str, Values]:
        """What it says now of each child, by subject id."""
        return self._own(self.now)

    def _own(self, reading: Reading) -> dict[str, Values]:
        children = [part.subject_id for part in self.parts if part.episode_id is not None]
        return {str(child): self._known(reading.own[child]) for child in children}

    def _raw(self, reading: Reading) -> Raw:
        """The form as it is filled in with what the entry says in that reading."""
        shared = {
            name: _typed(self.fields[name], value) for name, value in self._known(reading.shared).items()
        }
        return raw_of(self.fields, shared, self._own(reading))

    def corrected_since(self, sent: Posted) -> HttpResponse:
        """The form again: what the writer typed, and what others changed where the writer had not.

        Each of their corrections is told, so that both versions are before the writer.
        """
        told = corrections.changes(self.found, self.parts, self.corrected)[sent.version :]
        errors = [
            FieldError(
                "",
                f"{one.author_name} corrected this while you wrote. {change.label}: by now it says "
                f"“{change.now}”. What you typed is kept. Check it and sign again",
            )
            for one, changed in zip(self.corrected[sent.version :], told, strict=True)
            for change in changed
        ]
        before = self._raw(corrections.standing(self.found, self.parts, self.corrected[: sent.version]))
        theirs = self._raw(self.now)
        untouched = {
            name for name, texts in sent.raw.items() if _filled(texts) == _filled(before.get(name, ()))
        }
        raw = {
            name: list(theirs.get(name, [""])) if name in untouched else sent.raw[name] for name in sent.raw
        }
        return self.page(replace(sent, raw=raw, action=""), Parsed({}, {}, errors), status=409)

    def page(
        self, sent: Posted | None = None, parsed: Parsed | None = None, status: int = 422
    ) -> HttpResponse:
        """The form, with everything as signed or as typed."""
        names = names_of_parts(self.parts)
        form = _Form(
            self.fields,
            (sent.regrouped or sent.raw) if sent else self._raw(self.now),
            errors=parsed.errors if parsed else (),
            required=[_WHY],
            children=[ChildOf(child, names[UUID(child)]) for child in self.own],
            key=sent.key if sent else "",
            focus=sent.focus if sent else "",
            dense=True,
            seen=len(self.corrected),
        )
        context = {"form": form, "entry": self.found, "title": self.kind.title}
        return render(self.request, "casefile/correct.html.jinja", context, status=status if parsed else 200)

    @property
    def _asked(self) -> set[str]:
        """What the form showed. What it did not show is not taken out by a form that says nothing of it."""
        shown = raw_of(self.fields, {name: _typed(self.fields[name], v) for name, v in self.shared.items()})
        return {name for name, one in self.fields.items() if asked(one, self.fields, shown)}

    def _known(self, values: Values) -> Values:
        return {name: value for name, value in values.items() if name in self.fields}

    def sign(self, parsed: Parsed, sent: Posted) -> bool:
        """Keep what now reads otherwise, and why. False where nothing does, and then nothing is kept."""
        if sent.key and self.found.amendments.filter(idempotency_key=sent.key).exists():
            return True  # sent twice
        now_said = {
            name: _whole(self.fields[name], self.shared.get(name), value, sent.raw)
            for name, value in parsed.values.items()
            if name != _WHY
        }
        asked_now = {name for name, one in self.fields.items() if asked(one, self.fields, sent.raw)}
        shared = _changed({n: v for n, v in self.shared.items() if n in asked_now | self._asked}, now_said)
        own = {
            UUID(child): _changed(values, parsed.parts.get(child, {})) for child, values in self.own.items()
        }
        if not shared and not any(own.values()):
            return False
        operations.amend(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=now(),
            entry=self.found,
            values=shared,
            parts=own,
            reason=str(parsed.values[_WHY]),
            key=sent.key,
            seen=sent.version,
        )
        return True


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def correct(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The form, then the signed correction. The entry itself stays as it was signed."""
    found = guard.entry(request, entry_id)
    if not may_correct(request, found):
        raise PermissionDenied(
            "What has been sent, and what is about another entry, is not corrected. Write a note instead."
        )
    correcting = _Correcting(request, found)
    if request.method != "POST":
        return correcting.page()
    sent = posted(request)
    if sent.regrouped is not None:
        return correcting.page(sent)
    parsed = parse_fields(
        correcting.fields, sent.raw, required=[_WHY], children=list(correcting.own), now=now()
    )
    try:
        if parsed.ok and not correcting.sign(parsed, sent):
            parsed.errors.append(FieldError("", "Nothing has been changed. Change what is wrong, then sign."))
    except operations.AmendedSince:
        return _Correcting(request, found).corrected_since(sent)
    except NotRecorded as refusal:
        parsed.errors.append(FieldError("", f"The procedure does not allow this: {refusal}"))
    if not parsed.ok:
        return correcting.page(sent, parsed)
    return redirect("casefile:entry", entry_id=found.pk)


def _changed(before: Values, after: Values) -> dict[str, object]:
    """What now reads otherwise; an answer taken out reads as empty."""
    return {name: after.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}


def _filled(texts: Sequence[str]) -> list[str]:
    """What stands in a control; nothing where it is empty."""
    return [text for text in texts if text]


def _typed(one: Field, value: Any) -> Any:
    """An answer without what the service added to its rows: who each of them is."""
    if not isinstance(one, Group):
        return value
    return [{name: text for name, text in row.items() if name in one.fields} for row in value]


def _whole(one: Field, before: Any, value: Any, raw: Raw) -> Any:
    """An answer with what the service had added to its rows, each found again by its number."""
    if not isinstance(one, Group) or not before:
        return value
    added = [{name: text for name, text in row.items() if name not in one.fields} for row in before]
    numbers = one.filled_rows(raw, one.name)
    return [
        {**row, **(added[number] if number < len(added) else {})}
        for number, row in zip(numbers, value, strict=True)
    ]

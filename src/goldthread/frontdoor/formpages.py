"""A form of the pack, walked page by page: which pages apply, what each asks, and what was answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from goldthread.frontdoor.entries.contact import Contact, contact_facts
from goldthread.ledger import procedure
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Choice, Field, Group, Parsed, Raw, parse_fields, relabel
from goldthread.ledger.models import Draft
from goldthread.procedures.conditions import compiled
from goldthread.procedures.format.desk import Form, FormPage, Guidance
from goldthread.procedures.pack import Pack

FORM = "form"  # in a draft's context: the form of the pack that it fills
PUBLIC, REQUEST = "public_report", "professional_request"
_OF_THE_PUBLIC = "member_of_the_public"  # the pack's condition that tells the public from professionals


@dataclass(frozen=True)
class Page:
    """One page of a form: `fields` are what it asks, in its order and its own words."""

    id: str
    written: FormPage
    fields: Mapping[str, Field]
    guidance: tuple[Guidance, ...]

    @property
    def is_question(self) -> bool:
        """Whether the page asks one thing, which is then its heading."""
        return [field.label for field in self.fields.values()] == [self.written.title]

    def read(self, raw: Raw, now: datetime) -> Parsed:
        """What was answered on this page, and what was wrong with it."""
        return parse_fields(self.fields, raw, required=self.written.required, now=now)

    def asked(self, raw: Raw, now: datetime) -> bool:
        """Whether the page was answered, rightly or not."""
        parsed = parse_fields(self.fields, raw, required=(), now=now)
        return bool(parsed.values or parsed.errors)


class Walk:
    """A form with the answers so far. `given` are values that hold where the form does not ask for them."""

    def __init__(self, pack: Pack, form: str, raw: Raw, given: Values | None = None) -> None:
        """Raises KeyError when the pack has no such form."""
        self.pack = pack
        self.id = form
        self.form: Form = pack.forms[form]
        self.raw = raw
        self.given = {"form": form, **(given or {})}

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the procedure may ask of the answers so far; those that cannot be understood are left out."""
        asks = {ask.partition(".")[0] for page in self.form.pages.values() for ask in page.asks}
        values = {**self.given, **parse_fields(Contact.fields, self.raw, only=asks, required=()).values}
        every = [contact_facts(values, child) for child in values.get("children") or [{}]]
        return {**every[0], "nhs_number_given": all(each["nhs_number_given"] for each in every)}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages that apply, in order."""
        return {name: self._page(name, page) for name, page in self.form.pages.items() if self._applies(page)}

    def after(self, page: str) -> str | None:
        """The page after this one; the first when there is no such page; None after the last."""
        names = list(self.pages)
        place = names.index(page) + 1 if page in names else 0
        return names[place] if place < len(names) else None

    def before(self, page: str) -> str | None:
        """The page before this one, None before the first."""
        names = list(self.pages)
        place = names.index(page) if page in names else 0
        return names[place - 1] if place else None

    def read(self, now: datetime) -> Parsed:
        """The whole form: the answers of every page that applies."""
        every = _merged(page.fields for page in self.pages.values())
        required = {name for page in self.pages.values() for name in page.written.required}
        return parse_fields(every, self.raw, required=required, now=now)

    def wrong(self, now: datetime) -> dict[str, Parsed]:
        """The pages that cannot be sent as they are, with what is wrong."""
        read = {name: page.read(self.raw, now) for name, page in self.pages.items()}
        return {name: parsed for name, parsed in read.items() if not parsed.ok}

    def holds(self, *conditions: str) -> bool:
        """Whether all these conditions of the pack hold now."""
        return _hold(self.pack, conditions, (), self.facts)

    def _applies(self, page: FormPage) -> bool:
        return _hold(self.pack, page.when, page.unless, self.facts)

    def guidance(self, place: str) -> tuple[Guidance, ...]:
        """The sentences that the pack shows at a place of this form, or of all forms of its kind."""
        kind = PUBLIC if self.id == PUBLIC else REQUEST
        return guidance_at(self.pack, f"{self.id}.{place}", f"{kind}.{place}")

    def _page(self, name: str, page: FormPage) -> Page:
        fields = narrowed(relabel(Contact.fields, page.labels), page.asks)
        kind = fields.get("referrer_kind")
        if isinstance(kind, Choice):
            fields["referrer_kind"] = replace(kind, choices=self._kinds(kind.choices))
        if [field.label for field in fields.values()] == [page.title]:
            # The page's words stand between its one question and the answer.
            fields = {only: replace(field, hint=field.hint or page.says) for only, field in fields.items()}
        return Page(name, page, fields, self.guidance(name))

    def _kinds(self, kinds: Mapping[str, str]) -> dict[str, str]:
        """The kinds of referrer who fill this form: the public's is for the public, the others are not."""
        public = self.id == PUBLIC
        return {
            kind: title
            for kind, title in kinds.items()
            if _hold(self.pack, [_OF_THE_PUBLIC], (), {"referrer_kind": kind}) is public
        }


def guidance_at(pack: Pack, *places: str) -> tuple[Guidance, ...]:
    """The sentences that the pack shows at any of these places."""
    return tuple(each for each in pack.guidance.values() if not set(places).isdisjoint(each.show_on))


def walk_of(draft: Draft, given: Values) -> Walk:
    """The form that a draft fills, with what was typed so far."""
    return Walk(procedure.newest(), draft.context[FORM], draft.raw, given)


def _hold(pack: Pack, when: Sequence[str], unless: Sequence[str], facts: Mapping[str, Any]) -> bool:
    test = compiled(pack.words, when, unless)
    return test is None or test.holds(facts)


def narrowed(fields: Mapping[str, Field], asks: Collection[str]) -> dict[str, Field]:
    """The fields that are asked, in the order asked; "children.born" asks one column of a group."""
    chosen: dict[str, Field] = {}
    for ask in asks:
        name, _, column = ask.partition(".")
        field = fields[name]
        if column and isinstance(field, Group):
            before = chosen.get(name)
            columns = dict(before.fields) if isinstance(before, Group) else {}
            field = replace(field, fields={**columns, column: field.fields[column]})
        chosen[name] = field
    return chosen


def _merged(pages: Iterable[Mapping[str, Field]]) -> dict[str, Field]:
    """The fields of several pages; the columns of a group that several pages ask stand together."""
    merged: dict[str, Field] = {}
    for fields in pages:
        for name, field in fields.items():
            before = merged.get(name)
            if isinstance(before, Group) and isinstance(field, Group):
                merged[name] = replace(before, fields={**before.fields, **field.fields})
            else:
                merged[name] = field
    return merged

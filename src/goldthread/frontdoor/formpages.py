"""A form of the pack, walked page by page: which pages apply, what each asks, and what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from goldthread.frontdoor.doors import PUBLIC, REQUEST
from goldthread.frontdoor.entries.contact import Contact, contact_facts
from goldthread.ledger import procedure
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Choice, Field, Group, Parsed, Raw, parse_fields, relabel, select
from goldthread.ledger.models import Draft
from goldthread.ledger.state import typed
from goldthread.procedures.conditions import Questions
from goldthread.procedures.format.desk import Form, FormPage, Guidance
from goldthread.procedures.pack import Pack
from goldthread.procedures.referrers import of_the_public

FORM = "form"  # in a draft's context: the form of the pack that it fills


@dataclass(frozen=True)
class Page:
    """One page of a form: it asks `asks`, which are among `fields`, in the form's own words."""

    id: str
    written: FormPage
    fields: Mapping[str, Field]
    guidance: tuple[Guidance, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """What it asks, in order; "children.born" for one column of a group."""
        return self.written.asks

    @property
    def shown(self) -> dict[str, Field]:
        """The fields that it asks, groups with the columns that it asks."""
        return select(self.fields, self.asks)

    @property
    def is_question(self) -> bool:
        """Whether the page asks one thing, which is its heading; others only follow from the answer."""
        shown = self.shown
        own = [field for field in shown.values() if not (field.asked_when and field.asked_when[0] in shown)]
        return [field.label for field in own] == [self.written.title] and not isinstance(own[0], Group)

    @property
    def more(self) -> list[Guidance]:
        """The guidance that says more than the page does itself."""
        return [each for each in self.guidance if each.says not in self.written.says]

    def read(self, raw: Raw, now: datetime) -> Parsed:
        """What was answered on this page, and what was wrong with it."""
        return parse_fields(self.fields, raw, only=self.asks, required=self.written.required, now=now)


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
        asks = self._asked(self.form.pages.values())
        values = {**self.given, **parse_fields(Contact.fields, self.raw, only=asks, required=()).values}
        every = [contact_facts(values, child) for child in values.get("children") or [{}]]
        return typed({**every[0], "nhs_number_given": all(each["nhs_number_given"] for each in every)})

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages that apply, in order."""
        questions = Questions(self.pack.words)
        numbers = {name: questions.number(page.when, page.unless) for name, page in self.form.pages.items()}
        held = questions.answers(self.facts).held
        return {name: _page(self.pack, self.id, name) for name, number in numbers.items() if held[number]}

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
        pages = [page.written for page in self.pages.values()]
        required = {name for page in pages for name in page.required}
        return parse_fields(Contact.fields, self.raw, only=self._asked(pages), required=required, now=now)

    def rows(self, group: str) -> list[int]:
        """The numbers of a group's rows that are told, in the order of the values that `read` gives."""
        asked = select(Contact.fields, self._asked(page.written for page in self.pages.values())).get(group)
        return asked.filled_rows(self.raw, group) if isinstance(asked, Group) else []

    def wrong(self, now: datetime) -> dict[str, Parsed]:
        """The pages that cannot be sent as they are, with what is wrong."""
        read = {name: page.read(self.raw, now) for name, page in self.pages.items()}
        return {name: parsed for name, parsed in read.items() if not parsed.ok}

    @staticmethod
    def _asked(pages: Iterable[FormPage]) -> list[str]:
        return [ask for page in pages for ask in page.asks]

    def guidance(self, place: str) -> tuple[Guidance, ...]:
        """The sentences that the pack shows at a place of this form, or of all forms of its kind."""
        return _guidance(self.pack, self.id, place)


@cache
def _page(pack: Pack, form: str, name: str) -> Page:
    """A page as its pack writes it, whoever fills it."""
    page = pack.forms[form].pages[name]
    fields = relabel(Contact.fields, page.labels)
    kind = fields["referrer_kind"]
    if isinstance(kind, Choice) and kind.name in page.asks:
        fields[kind.name] = replace(kind, choices=_kinds(pack, form, kind.choices))
    made = Page(name, page, fields, _guidance(pack, form, name))
    if made.is_question:  # the page's words stand between its one question and the answer
        only = page.asks[0]
        fields[only] = replace(fields[only], hint=fields[only].hint or page.says)
    [first, *others] = made.shown.values() or [None]
    if isinstance(first, Group) and not others:  # the page's title says what the rows are
        fields[first.name] = replace(fields[first.name], label="", called=first.label)
    return made


def _kinds(pack: Pack, form: str, kinds: Mapping[str, str]) -> dict[str, str]:
    """The kinds of referrer who fill this form: the public's is for the public, the others are not."""
    public, theirs = of_the_public(pack), pack.forms[form].purpose == PUBLIC
    return {kind: title for kind, title in kinds.items() if (kind in public) is theirs}


def _guidance(pack: Pack, form: str, place: str) -> tuple[Guidance, ...]:
    return guidance_at(pack, f"{form}.{place}", f"{pack.forms[form].purpose or REQUEST}.{place}")


def guidance_at(pack: Pack, *places: str) -> tuple[Guidance, ...]:
    """The sentences that the pack shows at any of these places."""
    return tuple(each for each in pack.guidance.values() if not set(places).isdisjoint(each.show_on))


def walk_of(draft: Draft, given: Values) -> Walk:
    """The form that a draft fills, with what was typed so far."""
    return Walk(procedure.newest(), draft.context[FORM], draft.raw, given)

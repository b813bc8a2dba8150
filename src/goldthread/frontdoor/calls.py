"""The form that an officer fills in with the caller still talking: the pack's, on one page, in sections."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from goldthread.frontdoor.doors import PUBLIC, TELEPHONE, form_for
from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger import procedure
from goldthread.ledger.fields import (
    Choice,
    Field,
    Group,
    Labels,
    Parsed,
    Raw,
    parse_fields,
    raw_of,
    relabel,
    select,
)
from goldthread.procedures.format.desk import FormPage

FORM = TELEPHONE  # in a draft's context: it is a call
GROUPS = ("children", "household")  # the groups of people, who may be on record
# Not with the caller still talking, or seldom: these stand behind a fold, whichever the pack asks.
_LATER = frozenset(
    {
        "on_behalf_of_other",
        "third_party",
        "told_to_refer_directly",
        "children.other_names",
        "children.expected",
        "children.previous_addresses",
        "children.ethnicity",
        "children.first_language",
        "children.religion",
        "children.special_needs",
        "children.communication",
        "children.condition_now",
        "children.last_seen",
        "concern_source",
        "concern_pattern",
        "incident_when",
        "incident_where",
        "alleged_perpetrator",
        "harm_by_child",
        "other_child",
        "concern_about_professional",
        "service_wanted",
        "support_only",
        "pr_holder_agrees",
        "pr_holder_name",
        "several_needs",
        "families_first_considered",
        "asked_details",
        "household",
        "household.other_names",
        "household.ethnicity",
        "household.first_language",
        "household.religion",
        "parental_responsibility",
        "extended_family",
        "other_agencies",
        "significant_events",
        "previous_concerns",
        "positive_aspects",
        "parental_issues",
        "threats_to_staff",
        "families_first_assessment",
    }
)


@dataclass(frozen=True)
class People:
    """People who may be on record: the columns asked at once, and those behind a fold of each row."""

    group: str
    one: str
    first: Sequence[str]
    rest: Sequence[str]


@dataclass(frozen=True)
class Section:
    """A section of the page: what is asked at once, what is behind its fold, and whether that is open."""

    id: str
    written: FormPage
    people: People | None
    at_once: Sequence[str]
    later: Sequence[str]
    unfolded: bool

    @property
    def folded(self) -> bool:
        """Whether the whole section stands behind its fold."""
        return not self.at_once and (self.people is None or self.people.group in _LATER)


class Call:
    """The telephone form over what has been typed so far."""

    def __init__(self, raw: Raw) -> None:
        """`raw` is all that was typed, valid or not."""
        self.raw = raw
        self.pack = procedure.newest()
        self.pages: Mapping[str, FormPage] = self.pack.forms[form_for(self.pack, TELEPHONE)].pages

    @cached_property
    def asks(self) -> list[str]:
        """Everything that the form asks, in its order."""
        return list(dict.fromkeys(ask for page in self.pages.values() for ask in page.asks))

    @cached_property
    def required(self) -> Collection[str]:
        """What must be answered: as little as the pack can do with (HERTS-5.19)."""
        return {name for page in self.pages.values() for name in page.required}

    @cached_property
    def labels(self) -> Labels:
        """The questions in the officer's words."""
        return {name: label for page in self.pages.values() for name, label in page.labels.items()}

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The questions, with the choices that come to the desk."""
        fields = select(relabel(Contact.fields, self.labels), self.asks)
        # Nobody brings the public's own form to the desk, nor the way it comes in.
        elsewhere = {"channel": {"online_form"}, "form": {form_for(self.pack, PUBLIC)}}
        for name, without in elsewhere.items():
            one = fields.get(name)
            if isinstance(one, Choice):
                left = {value: title for value, title in one.choices.items() if value not in without}
                fields[name] = replace(one, choices=left)
        return fields

    def read(self, now: datetime | None = None) -> Parsed:
        """What was answered, and what is wrong with it."""
        return parse_fields(self.fields, self.raw, required=self.required, now=now)

    def so_far(self) -> dict[str, Any]:
        """What can be understood of the answers so far."""
        return parse_fields(self.fields, self.raw, required=()).values

    def sections(self, errors: Collection[str]) -> list[Section]:
        """The page's sections. A fold is open where something in it was typed, or is wrong."""
        return [self._section(name, page, errors) for name, page in self.pages.items()]

    def _section(self, name: str, page: FormPage, errors: Collection[str]) -> Section:
        plain = [ask for ask in page.asks if "." not in ask]
        later = [ask for ask in plain if ask in _LATER]
        people = self._people(page)
        behind = [*later, *([ask for ask in page.asks if "." in ask] if people else [])]
        return Section(
            id=name,
            written=page,
            people=people,
            at_once=[ask for ask in plain if ask not in _LATER],
            later=later,
            unfolded=any(self._is_in_use(ask, errors) for ask in behind if _is_later(ask)),
        )

    def _people(self, page: FormPage) -> People | None:
        """The group of people that a page asks about, if it does."""
        asks = [ask for ask in page.asks if "." in ask]
        if not asks:
            return None
        name = asks[0].partition(".")[0]
        group = self.fields[name]
        one = group.one if isinstance(group, Group) else ""
        first, rest = [ask for ask in asks if ask not in _LATER], [ask for ask in asks if ask in _LATER]
        return People(name, one, first, rest)

    def _is_in_use(self, ask: str, errors: Collection[str]) -> bool:
        name, _, column = ask.partition(".")
        field = self.fields[name]
        if any(error == name or error.startswith(f"{name}-") for error in errors):
            return True
        if isinstance(field, Group) and column:
            own = field.fields[column]
            return any(
                not own.blank(self.raw, f"{name}-{row}-{column}") for row in field.filled_rows(self.raw, name)
            )
        return not field.blank(self.raw, name)


def blank(at: datetime) -> dict[str, list[str]]:
    """What stands on the page before anything is typed: a call, now, by someone who gives a name."""
    received = at.replace(second=0, microsecond=0).isoformat()
    return raw_of(
        Contact.fields, {"channel": "telephone", "received_at": received, "form": "none", "anonymous": False}
    )


def _is_later(ask: str) -> bool:
    return ask in _LATER or ask.partition(".")[0] in _LATER

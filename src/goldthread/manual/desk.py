"""Services with their hours, where contacts go, and what people are asked, written and told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, Group
from goldthread.ledger.london import london_date, say_date, say_time
from goldthread.manual.rulewords import Words, all_of, either
from goldthread.procedures.format.desk import Form, FormPage, Route, Service
from goldthread.procedures.pack import Pack
from goldthread.procedures.services import WEEKDAYS, HoursUnknown, opening
from goldthread.procedures.working_calendar import OutsideCalendar
from goldthread.web.clauses import Why, why

CONTACT = "contact"
"""The kind of entry whose fields the forms ask."""


@dataclass(frozen=True)
class ServiceCard:
    """A service: `hours` are (days, times); `now` says whether it is open at this moment."""

    id: str
    title: str
    says: str
    telephone: str
    email: str
    address: str
    hours: Sequence[tuple[str, str]]
    now: str
    is_open: bool
    notes: Sequence[str]
    why: Why


@dataclass(frozen=True)
class RouteCard:
    """One row of the routes: `conditions` in words, and where it leads."""

    id: str
    title: str
    conditions: Sequence[str]
    service: str
    service_id: str
    how: str
    then: str
    why: Why


@dataclass(frozen=True)
class FormCard:
    """A form, page by page: each page's title, what it says, when it is shown, and its questions."""

    id: str
    title: str
    known_as: str
    purpose: str
    pages: Sequence[tuple[str, str, str, Sequence[str]]]
    why: Why


@dataclass(frozen=True)
class Told:
    """A letter, or a sentence shown to people: its heading, its paragraphs, and where it comes from."""

    id: str
    title: str
    subject: str
    paragraphs: Sequence[str]
    why: Why


def services(pack: Pack, at: datetime) -> list[ServiceCard]:
    """Every service, and whether it is open at an instant."""
    return [_service(pack, name, service, at) for name, service in pack.services.items()]


def _service(pack: Pack, name: str, service: Service, at: datetime) -> ServiceCard:
    is_open, now = _now(pack, name, at)
    return ServiceCard(
        id=name,
        title=service.title,
        says=service.says,
        telephone=service.telephone,
        email=service.email,
        address=service.address,
        hours=list(_hours(service)),
        now=now,
        is_open=is_open,
        notes=list(_service_notes(pack, service)),
        why=why(service, pack),
    )


def _now(pack: Pack, name: str, at: datetime) -> tuple[bool, str]:
    """Whether a service is open, and in words; nothing where nobody knows."""
    try:
        answer = opening(pack, name, at)
    except (HoursUnknown, OutsideCalendar):
        return False, ""
    if answer.open:
        return True, f"Open now, until {say_time(answer.closes)}" if answer.closes else "Open now"
    if not answer.next_open:
        return False, "Closed now"
    day = london_date(answer.next_open)
    when = "" if day == london_date(at) else f" on {day:%A} {say_date(day)}"
    return False, f"Closed now, opens at {say_time(answer.next_open)}{when}"


def _hours(service: Service) -> Iterator[tuple[str, str]]:
    """Days that follow each other with the same hours are one row."""
    if not service.hours:
        return
    times = [(day, service.hours.get(day)) for day in WEEKDAYS]
    for hours, days in groupby(times, key=lambda pair: str(pair[1] or "closed")):
        names = [day.capitalize() for day, _ in days]
        yield (names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"), _times(hours)
    if service.bank_holidays:
        yield "Bank holidays", _times(str(service.bank_holidays))


def _times(hours: str) -> str:
    words = {"closed": "Closed", "as_weekday": "As on that day of the week", "00:00-24:00": "All day"}
    return words.get(hours, hours.replace("-", " to ").replace(", ", " and "))


def _service_notes(pack: Pack, service: Service) -> Iterator[str]:
    if service.serves:
        kinds = {name: title for fact in pack.facts.values() for name, title in fact.values.items()}
        yield f"For: {'; '.join(kinds.get(name, name) for name in service.serves)}."
    if service.divert_to in pack.services:
        yield f"When it is closed: {pack.services[service.divert_to].title}."
    if service.exists_from:
        yield f"It exists since {say_date(service.exists_from)}."
    if service.replaces:
        yield f"It took the place of: {service.replaces}."


def routes(pack: Pack) -> list[RouteCard]:
    """Where a contact goes, in the order in which it is asked."""
    return [_route(pack, name, route) for name, route in pack.routes.items()]


def _route(pack: Pack, name: str, route: Route) -> RouteCard:
    service = pack.services.get(route.service)
    team = pack.services[route.team].title if route.team in pack.services else route.team
    other = team if team != (service.title if service else "") else ""
    return RouteCard(
        id=name,
        title=route.title,
        conditions=_applies(pack, route),
        service=service.title if service else route.service,
        service_id=route.service,
        how=", ".join(filter(None, (other, route.channel))),
        then=route.then,
        why=why(route, pack),
    )


def _applies(pack: Pack, route: Route) -> list[str]:
    """What a route is for, and on which conditions. One without `of` is for contacts alone."""
    conditions = _conditions(pack, route)
    if route.of:
        return [f"to: {Words(pack).events(route.of)}", *conditions]
    return conditions or ["to every other contact" if pack.head.beside else "to everything else"]


def _conditions(pack: Pack, part: Route | FormPage) -> list[str]:
    said = Words(pack)
    wanted, barred = said.conditions(part.when), said.conditions(part.unless)
    return [f"if {all_of(wanted)}"] * bool(wanted) + [f"not if {either(barred)}"] * bool(barred)


def forms(pack: Pack) -> list[FormCard]:
    """Every form, page by page."""
    return [_form(pack, name, form) for name, form in pack.forms.items()]


def _form(pack: Pack, name: str, form: Form) -> FormCard:
    pages = [
        (page.title, page.says, "; ".join(_conditions(pack, page)), _questions(page))
        for page in form.pages.values()
    ]
    return FormCard(name, form.title, form.known_as, form.for_, pages, why(form, pack))


def _questions(page: FormPage) -> list[str]:
    """What a page asks, in the form's words, or else in those of the field."""
    fields = entry_type(CONTACT).fields
    return [page.labels[path].label if path in page.labels else _label(fields, path) for path in page.asks]


def _label(fields: Mapping[str, Field], path: str) -> str:
    """A field's own label; "children.born" is a column of a group."""
    name, _, column = path.partition(".")
    field = fields[name]
    return field.fields[column].label if column and isinstance(field, Group) else field.label


def letters(pack: Pack) -> list[Told]:
    """What the service writes."""
    return [
        Told(name, letter.title, letter.subject, letter.body, why(letter, pack))
        for name, letter in pack.letters.items()
    ]


def guidance(pack: Pack) -> list[Told]:
    """The sentences shown beside the forms."""
    return [Told(name, "", "", (each.says,), why(each, pack)) for name, each in pack.guidance.items()]

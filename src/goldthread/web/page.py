"""What every page shows around its content: whose service it is, who is signed in, and where they can go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse

from goldthread.access.models import BreakGlass
from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.ledger import procedure
from goldthread.ledger.beside import Marker
from goldthread.ledger.london import say_time
from goldthread.web import sessions
from goldthread.web.clock import now

SERVICE = "Goldthread"
BESIDE = "goldthread_beside"  # of a request: what is said of what it shows, such as that it is disputed
RECORD = "goldthread_record"  # of a request: the reference of what it shows, for the title: no name is
GLASS = "goldthread_glass"  # of a request: the break-glass by which it opened a restricted record


@dataclass(frozen=True)
class NavLink:
    """One link of the service navigation."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True)
class OpenedFor:
    """That the record on this page was opened in an emergency: until when, and where it is closed again."""

    until: str
    end: str


@dataclass(frozen=True)
class Page:
    """The frame of one page. `seconds_left`: how long the session lasts if nothing is done.

    `ends_at` is that moment. `procedure` is the address of the authority's procedure, for everyone to read;
    `families` of what it means for them. `record` is the reference of what it shows, for its title.
    """

    authority: str
    demo: bool
    user: User | None
    roles: str
    navigation: tuple[NavLink, ...]
    seconds_left: int
    ends_at: datetime | None
    procedure: str
    families: str
    opened: OpenedFor | None = None
    beside: tuple[Marker, ...] = ()
    record: str = ""


def page_of(request: HttpRequest) -> Page:
    """The frame of the page that answers this request."""
    who = getattr(request, "user", None)
    user = who if isinstance(who, User) else None
    at = now()
    held = user.roles(at=at) if user else frozenset()
    left = sessions.seconds_left(request, at) if user else 0
    known = roles() if held else {}
    return Page(
        authority=_authority(),
        demo=settings.GOLDTHREAD_DEMO,
        user=user,
        roles=", ".join(sorted(known[role].title for role in held if role in known)),
        navigation=_navigation(request.path, held),
        seconds_left=left,
        ends_at=at + timedelta(seconds=left) if user else None,
        procedure=_manual("pathway"),
        families=_manual("family"),
        opened=_opened(request),
        beside=tuple(getattr(request, BESIDE, ())),
        record=getattr(request, RECORD, ""),
    )


def _opened(request: HttpRequest) -> OpenedFor | None:
    glass = getattr(request, GLASS, None)
    found = BreakGlass.objects.filter(pk=glass).first() if glass else None
    return OpenedFor(say_time(found.until), reverse("privacy:end", args=[found.pk])) if found else None


def quiet_page() -> Page:
    """The frame when nothing may be asked of the database."""
    return Page(
        authority=_authority(),
        demo=settings.GOLDTHREAD_DEMO,
        user=None,
        roles="",
        navigation=(),
        seconds_left=0,
        ends_at=None,
        procedure=_manual("pathway"),
        families=_manual("family"),
    )


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page. A form that has errors is context `form`: the title then begins with "Error:"."""
    return django_render(request, template, dict(context or {}), status=status)


def _manual(page: str) -> str:
    return reverse(f"manual:{page}", args=[settings.GOLDTHREAD_AUTHORITY])


def _authority() -> str:
    """Whose service it is. A pack that cannot be read must not take the error pages down with it."""
    try:
        return procedure.newest().head.authority
    except Exception:  # noqa: BLE001
        return ""


def has_door(name: str) -> bool:
    """Whether the pack has a form of that purpose, or a step of that id that is always open.

    `step:` before the name asks for a step of that id, however it opens.
    """
    pack = procedure.newest()
    if name.startswith("step:"):
        return name.removeprefix("step:") in pack.steps
    always = name in pack.steps and pack.steps[name].opens_when == "always"
    return not name or always or any(form.purpose == name for form in pack.forms.values())


def _navigation(path: str, held: frozenset[str]) -> tuple[NavLink, ...]:
    """The links of GOLDTHREAD_NAVIGATION that these roles may follow and that the pack has a door for."""
    known = roles() if held else {}
    able = {str(capability) for role in held if role in known for capability in known[role].may}
    links = (
        (text, reverse(name))
        for text, name, capability, door in settings.GOLDTHREAD_NAVIGATION
        if capability in able and has_door(door)
    )
    return tuple(NavLink(text, href, path.startswith(href)) for text, href in links)

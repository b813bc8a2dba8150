"""Whom a referrer rings about what they tell, and who advises them."""

from datetime import datetime

from goldthread.frontdoor.formpages import Walk
from goldthread.procedures.pack import Pack
from goldthread.procedures.routes import route
from goldthread.web.lines import Line, line


def line_for(walk: Walk, at: datetime) -> Line | None:
    """Whom to ring about the worry that a form tells, as things stand then. Danger now comes before that."""
    spoken = {"channel": "telephone", "form": "none", "imminent_risk": False}
    routed = route(walk.pack, {**walk.facts, **spoken}, at)
    return line(walk.pack, routed.route.service, at) if routed else None


def advisers(pack: Pack, referrer_kind: str, at: datetime) -> list[Line]:
    """The services that are there for this kind of referrer alone, such as the hub that a school consults."""
    return [
        line(pack, name, at) for name, service in pack.services.items() if referrer_kind in service.serves
    ]

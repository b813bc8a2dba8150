"""The Jinja environment: where templates are, how they escape, and the words for dates."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    Undefined,
)

from goldthread.ledger.london import london_date, say_date, say_time, say_when
from goldthread.web.page import page_of

_PARTS = Path(__file__).resolve().parents[1]


class Missing(Undefined):
    """A name that nobody gave is an error.

    An `if` without `else`, and a parameter that GOV.UK's macros may do without, are blank.
    """

    def __str__(self) -> str:
        return "" if self._may_be_missing else self._fail_with_undefined_error()

    def __iter__(self) -> Iterator[object]:
        return iter(()) if self._may_be_missing else self._fail_with_undefined_error()

    @property
    def _may_be_missing(self) -> bool:
        return self._undefined_name is None or isinstance(self._undefined_obj, dict)


def environment(*, loader: BaseLoader, **options: object) -> Environment:
    """What Django's settings name. `web/error.html.jinja` is web/templates/web/error.html.jinja."""
    ours = FileSystemLoader(sorted(_PARTS.glob("*/templates")))
    theirs = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options |= {"undefined": Missing, "trim_blocks": True, "lstrip_blocks": True}
    every = ChoiceLoader([ours, theirs, loader])
    env = Environment(loader=every, **options)  # type: ignore[arg-type]  # noqa: S701 (on, by Django's options)
    env.globals |= {"messages_of": get_messages, "page_of": page_of, "static": static, "url": _url}
    env.filters |= {
        "count": _count,
        "date": _date,
        "nhs": _nhs,
        "time": _moment(say_time),
        "when": _moment(say_when),
    }
    return env


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _date(value: date | datetime | str) -> str:
    """2 April 2026, from a day, an instant, or either as ISO text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return say_date(london_date(value) if isinstance(value, datetime) else value)


def _moment(say: Callable[[datetime], str]) -> Callable[[datetime | str], str]:
    return lambda at: say(datetime.fromisoformat(at) if isinstance(at, str) else at)


def _count(number: int, noun: str, plural: str = "") -> str:
    """1 child, 2 children."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _nhs(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}"

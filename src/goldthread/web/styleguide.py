"""Every component of the kit in every state, with invented people. Served in demonstration mode only."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.ledger.fields import parse_fields
from goldthread.web import errors, guard, samples
from goldthread.web.controls import KeptFile
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted


@guard.public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """What records and lists are made of."""
    return render(
        request,
        "web/styleguide/components.html.jinja",
        {
            "duties": samples.DUTIES,
            "pathway": samples.PATHWAY,
            "events": samples.EVENTS,
            "results": Paginator(range(200), 10).page(7),
        },
    )


@guard.public
@require_http_methods(["GET", "HEAD", "POST"])
def example(request: HttpRequest, name: str) -> HttpResponse:
    """One whole page in one state."""
    if name not in EXAMPLES:
        raise Http404
    return EXAMPLES[name](request)


def _dense(raw: dict[str, list[str]], *, wrong: bool = False) -> Callable[[HttpRequest], HttpResponse]:
    def show(request: HttpRequest) -> HttpResponse:
        ids = [child.id for child in samples.CHILDREN]
        found = parse_fields(samples.FIELDS, raw, children=ids, now=datetime(2026, 4, 7, tzinfo=UTC)).errors
        files = {"letter": KeptFile("assessment.pdf", "/styleguide/")}
        form = EntryForm(
            samples.FIELDS, raw, found if wrong else (), children=samples.CHILDREN, dense=True, files=files
        )
        return render(request, "web/styleguide/dense.html.jinja", {"form": form})

    return show


def _step(request: HttpRequest) -> HttpResponse:
    """One question, which answers back: it can be sent, wrongly too, with rows added and removed."""
    sent = posted(request)
    only = ["children"] if request.GET.get("of") == "children" else ["safe", "why_not"]
    found = parse_fields(samples.FIELDS, sent.raw, only=only).errors if request.method == "POST" else []
    raw = sent.regrouped
    form = EntryForm(
        samples.FIELDS,
        sent.raw if raw is None else raw,
        found if raw is None else (),
        only=only,
        heading=only[0] == "safe",
        key=sent.key,
        focus=sent.focus,
    )
    context = {
        "form": form,
        "back": "/styleguide/",
        "exit_this_page": True,
        "sent": not found and request.method == "POST",
    }
    return render(request, "web/styleguide/step.html.jinja", context)


def _problem(problem: errors.Problem) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: errors.show(request, problem)


EXAMPLES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "step": _step,
    "form": _dense({}),
    "form-filled": _dense(samples.FILLED),
    "form-errors": _dense(samples.WRONG, wrong=True),
    "not-found": _problem(errors.NOT_FOUND),
    "failed": _problem(errors.FAILED),
    "too-large": _problem(errors.TOO_LARGE),
}

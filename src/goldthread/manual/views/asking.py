"""What people can ask of the procedures: when something would be due, and how two of them differ."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldthread.ledger import procedure
from goldthread.ledger.fields import keepable
from goldthread.ledger.london import london_date
from goldthread.manual import comparison, editions, working_out
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render

SHOW = "show"
"""The button that only changes the list of limits to those of the authority chosen."""


@guard.public
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What would be due. The question stands in the address, so that it can be kept and sent on."""
    at = now()
    today = london_date(at)
    shelf = editions.shelf(today).editions
    raw = keepable(dict(request.GET.lists()))
    own = procedure.newest().authority
    wanted = next(iter(raw.get("authority", ())), own)
    by_id = {one.pack.authority: one for one in shelf}
    chosen = by_id.get(wanted) or by_id[own]
    fields = working_out.fields_of(shelf, chosen)
    is_asked = SHOW not in request.GET and any(name.startswith(working_out.START) for name in raw)
    asked = working_out.ask(fields, raw, today) if is_asked else working_out.Asked(fields)
    if not is_asked:
        raw = working_out.begun(fields, raw, wanted, at)
    form = EntryForm(fields, raw, asked.errors, mark="none", dense=True)
    context = {"form": form, "answer": asked.answer, "SHOW": SHOW}
    return render(request, "manual/due.html.jinja", context)


@guard.public
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Any two authorities, side by side."""
    shelf = editions.shelf(london_date(now())).editions
    raw = keepable(dict(request.GET.lists()))
    fields = comparison.fields_of(shelf)
    asked = comparison.ask(shelf, fields, raw) if raw.get("other") else comparison.Asked()
    form = EntryForm(fields, raw, asked.errors, mark="none", dense=True)
    context = {"form": form, "asked": asked, "limits": comparison.HEADINGS["duty"]}
    return render(request, "manual/compare.html.jinja", context)

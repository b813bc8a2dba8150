"""Where a staff page asks what to look at again in a text. It is measured, and forgotten."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from goldthread.web import guard, writing
from goldthread.web.page import render


@guard.signed_in
@require_POST
def marks(request: HttpRequest) -> HttpResponse:
    """The marks of one text, as a part of the page."""
    context = {"marks": writing.marks(request.POST.get("text", ""))}
    return render(request, "web/writing.html.jinja", context)

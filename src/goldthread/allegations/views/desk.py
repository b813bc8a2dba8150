"""The LADO's desk: every allegation, one page for each, and the copies of papers that went out."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.access.models import Exclusion
from goldthread.allegations import presenters
from goldthread.allegations.allegationfile import allegations
from goldthread.allegations.patterns import patterns
from goldthread.allegations.views.opening import ACT, opened
from goldthread.ledger.models import Attachment
from goldthread.people.folding import fold
from goldthread.web import downloads, guard
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(ACT)
def desk(request: HttpRequest) -> HttpResponse:
    """All that this LADO may see: those that wait, go on, or ended. POST looks for words."""
    at = now()
    every = allegations(policy.of_domain(guard.user_of(request), ACT, at=at))
    asked = next(iter(posted(request).raw.get("words", [])), "") if request.method == "POST" else ""
    words = fold(asked).split()
    found = [one for one in every if all(word in presenters.haystack(one) for word in words)]
    guard.shown(request, (each.subject.pk for each in found))
    context = {"groups": presenters.desk(found, every, at), "asked": asked, "of": len(every)}
    return render(request, "allegations/desk.html.jinja", context)


@require_safe
@guard.on_record(ACT)
def one(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """One allegation, whole."""
    about, at, user = opened(request, subject_id), now(), guard.user_of(request)
    every = allegations(policy.of_domain(user, ACT, at=at))
    alike = patterns(about, every)
    guard.shown(request, (each.allegation.subject.pk for each in alike))
    shut = Exclusion.objects.filter(subject=about.subject).select_related("user").order_by("user__name", "pk")
    context = {
        "about": about,
        "walled": [each.user.name for each in shut],
        "patterns": [presenters.pattern_line(each) for each in alike],
        "children": presenters.children(about, user, at),
        **presenters.whole(about, user.roles(at=at), at),
    }
    return render(request, "allegations/allegation.html.jinja", context)


@require_safe
@guard.on_record(ACT)
def copy(request: HttpRequest, subject_id: UUID, file_id: UUID) -> HttpResponse:
    """A paper as it left, to be saved."""
    about = opened(request, subject_id)
    kept = Attachment.objects.filter(pk=file_id, entry__parts__subject=about.subject).first()
    if kept is None:
        raise Http404
    return downloads.kept(kept)


urlpatterns = [
    path("allegations/", desk, name="desk"),
    path("allegations/<uuid:subject_id>/", one, name="allegation"),
    path("allegations/<uuid:subject_id>/copies/<uuid:file_id>/", copy, name="copy"),
]

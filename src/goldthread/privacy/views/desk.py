"""The privacy officer's desk, and what a manager sees of it: records opened in an emergency."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import operations as access
from goldthread.access.models import AccountChange, BreakGlass, BudgetAlert, Change, Found
from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, parse_fields
from goldthread.privacy import busy, opened, whom
from goldthread.web import errors, guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_SHOWN = 50
_R = Retention.ROUTING
WORDS = {
    "words": LongText(
        "Why?",
        Sensitivity.PERSONAL,
        _R,
        hint="What you looked at, whom you asked, and what follows from it.",
        required=True,
        max_length=2000,
        rows=4,
    ),
}
REVIEW = {
    "found": Choice("What did you find?", Sensitivity.OPEN, _R, choices=dict(Found.choices), required=True),
    **WORDS,
}


@require_safe
@guard.capable(Capability.REVIEW_ACCESS)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the privacy officer: records opened in an emergency, the oldest first; then the last."""
    at = now()
    every = opened.told_to(guard.user_of(request), BreakGlass.objects.all(), at=at)
    waiting = opened.lines(every.unreviewed(), at=at)
    done = opened.lines(every.exclude(review=None).order_by("-began_at", "pk")[:_SHOWN], at=at)
    alerts = BudgetAlert.objects.select_related("user", "reviewed_by").order_by("-day", "pk")
    closed = AccountChange.objects.filter(change=Change.DORMANT, user__is_active=False)
    context = {
        "waiting": waiting,
        "done": done,
        "busy": [busy.line(one) for one in alerts.filter(reviewed_at=None)[:_SHOWN]],
        "seen": [busy.line(one) for one in alerts.exclude(reviewed_at=None)[:_SHOWN]],
        "dormant": closed.select_related("user__agency").order_by("-at", "pk")[:_SHOWN],
    }
    return render(request, "privacy/desk.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.REVIEW_ACCESS)
def many(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Somebody who opened many people's records in a day: which, and what was found."""
    user = guard.user_of(request)
    alert = BudgetAlert.objects.select_related("user", "reviewed_by").filter(pk=alert_id).first()
    if alert is None:
        raise Http404
    sent = posted(request)
    parsed = parse_fields(WORDS, sent.raw)
    own = alert.user_id == user.pk
    asked = request.method == "POST" and not own
    if asked and parsed.ok:
        by = guard.author(request, Capability.REVIEW_ACCESS)
        try:
            access.review_budget(by=by, at=now(), alert=alert, words=parsed.values["words"])
        except access.Reviewed as refusal:
            return errors.overtaken(request, str(refusal))
        messages.success(request, "What you found is kept.")
        return redirect("privacy:desk")
    form = EntryForm(WORDS, sent.raw, errors=parsed.errors if asked else (), dense=True)
    context = {
        "line": busy.line(alert),
        "looked": busy.looked(alert, reader=user, at=now()),
        "own": own,
        "form": form,
    }
    return render(request, "privacy/many.html.jinja", context, status=422 if asked else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.REVIEW_ACCESS)
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """One of them: who, why, what they then did with the record; and what was found."""
    at = now()
    every = opened.told_to(guard.user_of(request), BreakGlass.objects.all(), at=at)
    glass = every.filter(pk=glass_id).first()
    if glass is None:
        raise Http404
    line = opened.line(glass, at=at)
    own = glass.user_id == guard.user_of(request).pk
    sent = posted(request)
    parsed = parse_fields(REVIEW, sent.raw)
    asked = request.method == "POST" and not own
    if asked and parsed.ok:
        by, found = guard.author(request, Capability.REVIEW_ACCESS), Found(parsed.values["found"])
        try:
            access.review_glass(by=by, at=at, glass=glass, found=found, words=parsed.values["words"])
        except access.NoGlass as refusal:
            return errors.overtaken(request, str(refusal))
        messages.success(request, "What you found is kept.")
        return redirect("privacy:desk")
    form = EntryForm(REVIEW, sent.raw, errors=parsed.errors if asked else (), dense=True)
    context = {"line": line, "reads": opened.reads(glass), "own": own, "form": form}
    return render(request, "privacy/review.html.jinja", context, status=422 if asked else 200)


@require_safe
@guard.capable(Capability.OVERSEE_RECORDS)
def team(request: HttpRequest) -> HttpResponse:
    """What people of a manager's teams opened in an emergency, the newest first."""
    at, user = now(), guard.user_of(request)
    theirs = BreakGlass.objects.filter(user__in=whom.team_of(user, at=at)).order_by("-began_at", "pk")
    found = opened.lines(opened.told_to(user, theirs, at=at)[:_SHOWN], at=at)
    return render(request, "privacy/team.html.jinja", {"found": found})


urlpatterns = [
    path("access/", desk, name="desk"),
    path("access/opened/<uuid:glass_id>/", review, name="review"),
    path("access/many/<int:alert_id>/", many, name="many"),
    path("emergencies/", team, name="team"),
]

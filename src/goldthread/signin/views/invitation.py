"""The page behind the link to a new account: choosing a password, before the second step."""

from allauth.account.forms import SetPasswordForm
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.signin.links import invited
from goldthread.signin.operations import accounts as operations
from goldthread.web import errors, guard
from goldthread.web.clock import now
from goldthread.web.page import render

_LINK = "invitation"


@require_http_methods(["GET", "HEAD"])
@guard.public
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, where it would stay in the browser's history."""
    request.session[_LINK] = secret
    return redirect("signin:accept")


@require_http_methods(["GET", "HEAD", "POST"])
@guard.public
def accept(request: HttpRequest) -> HttpResponse:
    """Choose the password; then sign in with it, and set up the second step."""
    if not ratelimit.consume(request, action="reset_password_from_key"):
        return errors.too_often(request)
    found = invited(request.session.get(_LINK, ""), now())
    if found is None:
        return render(request, "signin/invitation.html.jinja", {"form": None}, status=404)
    sent = request.POST if request.method == "POST" else None
    form = SetPasswordForm(user=found.user, data=sent)
    if sent is not None and form.is_valid():
        try:
            operations.accept(
                by=found.user, at=now(), invitation=found, password=form.cleaned_data["password1"]
            )
        except (ValidationError, operations.NotDone) as refusal:
            form.add_error("password1", refusal if isinstance(refusal, ValidationError) else str(refusal))
        else:
            del request.session[_LINK]
            return render(request, "account/password_reset_from_key_done.html.jinja")
    context = {"form": form, "email": found.user.email}
    return render(request, "signin/invitation.html.jinja", context)


urlpatterns = [
    path("invitation/<str:secret>/", invitation, name="invitation"),
    path("sign-in/new/", accept, name="accept"),
]

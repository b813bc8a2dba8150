"""Every address of the service, one list a part."""

from allauth.account.views import LoginView
from django.urls import URLPattern, URLResolver, include, path

from goldthread.casefile.views import home
from goldthread.web import guard

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.permission_denied"
handler404 = "goldthread.web.errors.not_found"
handler500 = "goldthread.web.errors.failed"

_PARTS = (
    "web",
    "frontdoor",
    "earlyhelp",
    "assessment",
    "protection",
    "allegations",
    "disclosure",
    "privacy",
    "records",
    "casefile",
    "manual",
)

urlpatterns: list[URLPattern | URLResolver] = [
    # Of the sign-in library only the page for a password is used: nobody signs up, and all sign out our way.
    path("sign-in/password/", guard.public(LoginView.as_view()), name="account_login"),
    path("sign-out/", home.sign_out, name="account_logout"),
    *(path("", include(f"goldthread.{part}.urls")) for part in _PARTS),
]

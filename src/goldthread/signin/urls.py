"""The addresses of this folder."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path, re_path

from goldthread.signin.views import accounts, again, doors, invitation, mine, places
from goldthread.web import guard

app_name = "signin"
urlpatterns = [
    *doors.urlpatterns,
    *again.urlpatterns,
    *mine.urlpatterns,
    *invitation.urlpatterns,
    *accounts.urlpatterns,
    *places.urlpatterns,
]

# Of the sign-in library only these pages are used, by the names that it looks for: nobody signs up.
library = [
    path("sign-in/password/", guard.public(doors.Password.as_view()), name="account_login"),
    path("sign-in/passkey/", guard.public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/second/", guard.public(factors.authenticate), name="mfa_authenticate"),
    path("sign-in/council/<slug:provider_id>/", guard.public(openid.login), name="openid_connect_login"),
    path(
        "sign-in/council/<slug:provider_id>/back/",
        guard.public(openid.callback),
        name="openid_connect_callback",
    ),
    path("sign-in/closed/", guard.public(account.account_inactive), name="account_inactive"),
    path("sign-in/forgotten/", guard.public(account.password_reset), name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/",
        guard.public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        guard.public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/forgotten/done/",
        guard.public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sign-out/", doors.sign_out, name="account_logout"),
    *mine.library,
]

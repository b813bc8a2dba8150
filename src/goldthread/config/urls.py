"""Every address of the service, one list a part."""

from django.urls import URLPattern, URLResolver, include, path

from goldthread.config import health
from goldthread.signin.urls import library

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.permission_denied"
handler404 = "goldthread.web.errors.not_found"
handler429 = "goldthread.web.errors.too_often"  # the sign-in library asks for it by this name
handler500 = "goldthread.web.errors.failed"

_PARTS = (
    "web",
    "signin",
    "frontdoor",
    "earlyhelp",
    "assessment",
    "protection",
    "allegations",
    "disclosure",
    "records",
    "retention",
    "privacy",
    "casefile",
    "manual",
)

urlpatterns: list[URLPattern | URLResolver] = [
    *library,
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("version", health.version, name="version"),
    path("metrics", health.counts, name="metrics"),
    *(path("", include(f"goldthread.{part}.urls")) for part in _PARTS),
]

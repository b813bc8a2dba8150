"""Every address of the service, one list a part."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.permission_denied"
handler404 = "goldthread.web.errors.not_found"
handler500 = "goldthread.web.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"goldthread.{part}.urls"))
    for part in ("web", "frontdoor", "casefile", "documents", "accounts")
    if find_spec(f"goldthread.{part}") and find_spec(f"goldthread.{part}.urls")
]

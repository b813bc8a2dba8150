"""Every address of the service, one list a part."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"goldthread.{part}.urls"))
    for part in ("web", "frontdoor", "casefile", "documents", "accounts")
    if find_spec(f"goldthread.{part}") and find_spec(f"goldthread.{part}.urls")
]

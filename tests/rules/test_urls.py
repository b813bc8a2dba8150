"""Every address says who may use it; one that does not is found here."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from goldthread.web.guard import AccessRule


def _views(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address, pattern.callback
        else:
            yield from _views(pattern, address)


def test_there_are_addresses() -> None:
    assert len(list(_views(get_resolver()))) > 5


def test_every_address_has_an_access_rule() -> None:
    silent = [
        address
        for address, view in _views(get_resolver())
        if not isinstance(getattr(view, "access_rule", None), AccessRule)
    ]
    assert silent == []

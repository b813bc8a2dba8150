"""What stands on every answer, whatever it is: redirects, refusals, faults and static files too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as service
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import Client, RequestFactory

from goldthread.config.settings import MIDDLEWARE
from tests import factories as make

pytestmark = pytest.mark.django_db
# ASVS 5.0: 3.4.1 and 3.4.3 to 3.4.6, 3.4.8, 3.5.8, 14.3.2.
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'")


def holds(answer: HttpResponse, *, kept: bool = False) -> None:
    """Every header is there; only a static file may be kept by the browser."""
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert all(part in answer.headers["Content-Security-Policy"] for part in POLICY)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert len(answer.headers["X-Request-Id"]) == 16
    assert ("no-store" in answer.headers["Cache-Control"]) is not kept
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert not {"Server", "X-Powered-By"} & set(answer.headers)


def fail(*_: object) -> None:
    raise ValueError("Rowan Alder")


ANSWERS: dict[int, Callable[[Client], Any]] = {
    200: lambda client: client.get("/accessibility/"),
    302: lambda client: client.get("/drafts/"),
    403: lambda client: client.post("/session/stay"),
    404: lambda client: client.get("/nowhere/"),
    405: lambda client: client.post("/healthz"),
    400: lambda client: client.get("/?x=%00"),
    413: lambda client: client.post(
        "/styleguide/step/", {"a": "x" * (service.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    ),
    500: lambda client: client.get("/styleguide/step/"),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_every_kind_of_answer_has_every_header(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=status == 403)
    if status == 500:
        monkeypatch.setattr("goldthread.web.styleguide.EXAMPLES", {"step": fail})
    answer = ANSWERS[status](client)
    assert answer.status_code == status
    holds(answer)


def test_a_page_of_a_record_too(client: Client) -> None:
    client.force_login(make.user("social_worker"))
    answer = client.get(f"/children/{make.child_of(make.contact()).pk}/")
    assert answer.status_code == 200
    holds(answer)


def test_methods_that_nobody_uses_are_refused(client: Client) -> None:
    for method in ("TRACE", "DELETE", "BREW"):
        for address in ("/accessibility/", "/healthz"):
            assert client.generic(method, address).status_code == 405, (method, address)


def test_signing_out_clears_the_browser(client: Client) -> None:
    client.force_login(make.user("social_worker"))
    answer = client.post("/sign-out/")
    assert '"storage"' in answer["Clear-Site-Data"]
    holds(answer)


def test_in_earnest_redirects_to_https_and_static_files_have_them_too(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text("a{}")
    settings.STATIC_ROOT, settings.MIDDLEWARE = tmp_path, MIDDLEWARE
    settings.WHITENOISE_AUTOREFRESH = False
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    handler = WSGIHandler()
    ask = RequestFactory()
    over = handler.get_response(ask.get("/drafts/"))
    assert (over.status_code, over["Location"]) == (301, "https://testserver/drafts/")
    holds(over)
    static = handler.get_response(ask.get("/static/app.css", secure=True))
    assert static.status_code == 200
    holds(static, kept=True)
    assert b"".join(static) == b"a{}"  # type: ignore[arg-type]
    static.close()
    page = handler.get_response(ask.get("/accessibility/", secure=True))
    assert page["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"

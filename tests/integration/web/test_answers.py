"""What holds for every answer: headers, calm words for bad input, and never a fault."""

import errno

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from goldthread.web import errors
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/healthz", "/accessibility/", "/styleguide/", "/nowhere/", "/drafts/", "/?x=%00", "/session/stay"],
)
def test_nothing_is_kept_by_browsers_and_every_answer_has_an_id(client: Client, address: str) -> None:
    answer = client.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert len(answer["X-Request-Id"]) == 16


def test_only_our_own_scripts_run(client: Client) -> None:
    answer = client.get("/styleguide/")
    nonce = answer["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    page = answer.content.decode()
    assert page.count("<script") == page.count(f'nonce="{nonce}"') == 2
    assert " style=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere/", 404), ("/\x00", 400), ("/?name=a%00b", 400), ("/?name=%ff", 400), ("/" + "x" * 3000, 400)],
)
def test_what_cannot_be_answered_is_said_calmly_with_numbers_to_ring(
    client: Client, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "ring 999" in page
    assert 'href="tel:' in page


def test_too_much_is_refused_before_it_is_read(client: Client) -> None:
    over = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    assert client.post("/styleguide/step/", {"concern": "x" * over}).status_code == 413
    form = "application/x-www-form-urlencoded"
    assert client.post("/styleguide/step/", "concern=" + "x" * over, content_type=form).status_code == 413


def test_a_body_of_no_known_length_is_refused() -> None:
    for length in ("many", "-1"):
        assert Client().post("/styleguide/step/", {}, CONTENT_LENGTH=length).status_code == 413


def test_a_form_without_its_token_is_asked_for_again() -> None:
    answer = Client(enforce_csrf_checks=True).post("/styleguide/step/", {"safe": "yes"})
    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()


def test_a_wrong_answer_keeps_everything_typed(client: Client) -> None:
    typed = "<b>مرحبا</b> 😀 \u202e &amp; \n\n  x"
    page = client.post("/styleguide/step/", {"safe": "perhaps", "why_not": typed}).content.decode()
    assert "<title>Error: " in page
    assert "&lt;b&gt;مرحبا&lt;/b&gt; 😀 \u202e &amp;amp; &#10;&#10;  x</textarea>" in page


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@hypothesis_settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.dictionaries(
        anything | st.sampled_from(["safe", "why_not", "_action", "_key", "_draft"]), anything, max_size=6
    )
)
def test_no_form_that_is_sent_is_a_fault(client: Client, data: dict[str, str]) -> None:
    assert client.post("/styleguide/step/?of=children", data).status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"name=%ff%fe", "application/x-www-form-urlencoded"),
        (b"name=\xff\xfe", "application/x-www-form-urlencoded; charset=utf-8"),
        (b"name=x", "application/x-www-form-urlencoded; charset=klingon"),
        (b"nonsense", "multipart/form-data; boundary=xyz"),
        (b"nonsense", "multipart/form-data"),
        (b"{", "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(4000)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_broken_request_is_no_fault(client: Client, body: bytes, content_type: str) -> None:
    answer = client.generic("POST", "/styleguide/step/", body, content_type=content_type)
    assert answer.status_code in {200, 400}


def test_a_fault_is_admitted_without_a_word_of_what_it_was(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Rowan Alder")

    monkeypatch.setattr("goldthread.web.styleguide.EXAMPLES", {"step": fail})
    client.raise_request_exception = False
    answer = client.get("/styleguide/step/")
    assert answer.status_code == 500
    assert "Sorry, something went wrong" in answer.content.decode()
    assert "Rowan" not in answer.content.decode()


def test_while_the_database_is_away_people_are_told_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("goldthread.web.styleguide.EXAMPLES", {"step": away})
    client.raise_request_exception = False
    answer = client.get("/styleguide/step/")
    assert answer.status_code == 503
    assert "not available" in answer.content.decode()


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (OperationalError("no room"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EACCES, "Permission denied"), 500),
    ],
)
def test_what_was_typed_is_shown_again_when_it_could_not_be_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch, problem: Exception, status: int
) -> None:
    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr("goldthread.web.styleguide.EXAMPLES", {"step": fail})
    client.raise_request_exception = False
    answer = client.post("/styleguide/step/", {"concern": "She <was> cold", "password": "between us"})
    page = answer.content.decode()
    assert answer.status_code == status
    assert "She &lt;was&gt; cold</p>" in page
    assert "between us" not in page


@pytest.mark.parametrize(("gone", "status"), [(False, 503), (True, 403)])
def test_a_session_that_could_not_be_kept_is_no_fault_of_what_was_sent(
    rf: RequestFactory, client: Client, monkeypatch: pytest.MonkeyPatch, *, gone: bool, status: int
) -> None:
    """The database ends after an act, before the answer: what was sent was read, and may stand (R1)."""
    client.force_login(make.user("manager"))
    request = rf.post("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def lost(*_: object, **__: object) -> None:
        raise OperationalError("terminating connection")

    def view(request: HttpRequest) -> HttpResponse:
        request.session["seen"] = "this"
        if gone:
            client.session.delete()
        else:
            monkeypatch.setattr(Session, "save", lost)
        return HttpResponse()

    request.user = AnonymousUser()
    with pytest.raises(SessionInterrupted) as interrupted:
        SessionMiddleware(view)(request)
    assert errors.bad_request(request, interrupted.value).status_code == status

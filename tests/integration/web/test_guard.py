"""The guard: who may use a view, and records that nobody gets without leaving a trace."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from goldthread.access.models import GivenReason, Level
from goldthread.access.operations import exclude, protect
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.audit import Unwritable
from goldthread.ledger.models import AuditRow, Subject
from goldthread.web import guard
from goldthread.web.guard import Kind
from tests import factories

pytestmark = pytest.mark.django_db
AT = factories.THURSDAY


@guard.public
def public(_: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


@guard.signed_in
def signed_in(_: HttpRequest) -> HttpResponse:
    return HttpResponse("signed in")


@guard.capable(Capability.SCREEN)
def capable(_: HttpRequest) -> HttpResponse:
    return HttpResponse("capable")


@guard.on_record(Capability.READ_RECORD)
def on_record(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    return HttpResponse(guard.record(request, subject_id).reference)


@guard.on_record(Capability.READ_RECORD)
def protecting(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    return HttpResponse(guard.record(request, subject_id, Capability.PROTECT_RECORDS).reference)


def without_rule(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    return HttpResponse(guard.record(request, subject_id).reference)


@guard.signed_in
def signing(request: HttpRequest, role: str) -> HttpResponse:
    return HttpResponse(guard.author_as(request, role).role)


@guard.on_record(Capability.READ_RECORD)
def careless(_: HttpRequest, subject_id: UUID) -> HttpResponse:
    return HttpResponse(Subject.objects.get(pk=subject_id).reference)


def ask(
    view: Callable[..., HttpResponse], user: User | None, *args: Any, method: str = "get"
) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/records/")
    request.user = user or __import__("django.contrib.auth.models", fromlist=["x"]).AnonymousUser()
    request.session = {}
    return view(request, *args)


@pytest.fixture
def worker() -> User:
    return factories.user("social_worker")


@pytest.fixture
def subject() -> Subject:
    return Subject.objects.create(created_at=AT)


def test_a_view_says_its_rule() -> None:
    rules = [view.access_rule for view in (public, signed_in, capable, on_record)]  # type: ignore[attr-defined]
    assert [rule.kind for rule in rules] == [Kind.PUBLIC, Kind.SIGNED_IN, Kind.CAPABLE, Kind.RECORD]
    assert [rule.capability for rule in rules] == [None, None, Capability.SCREEN, Capability.READ_RECORD]


def test_whoever_is_not_signed_in_is_sent_to_sign_in(subject: Subject) -> None:
    assert ask(public, None).content == b"public"
    for view, args in ((signed_in, ()), (capable, ()), (on_record, (subject.pk,))):
        answer = ask(view, None, *args)
        assert answer.status_code == 302
        assert "next=/records/" in answer["Location"]


def test_a_role_that_does_not_allow_it_is_refused_with_a_sentence(subject: Subject) -> None:
    school = factories.user("professional_referrer")
    assert ask(signed_in, school).status_code == 200
    for view, args in ((capable, ()), (on_record, (subject.pk,))):
        with pytest.raises(PermissionDenied, match="Your role does not include this"):
            ask(view, school, *args)


def test_someone_who_has_left_may_nothing(worker: User) -> None:
    worker.is_active = False
    with pytest.raises(PermissionDenied):
        ask(capable, worker)


def test_a_read_leaves_its_row(worker: User, subject: Subject) -> None:
    assert ask(on_record, worker, subject.pk).content.decode() == subject.reference
    row = AuditRow.objects.get(subject=subject.pk)
    assert (row.actor, row.act, row.role) == (worker.pk, "read.read_record", "social_worker")


def test_no_row_no_read(worker: User, subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AuditRow, "save", full)
    with pytest.raises(Unwritable):
        ask(on_record, worker, subject.pk)


def test_a_view_that_goes_round_the_guard_answers_nothing(worker: User, subject: Subject) -> None:
    with pytest.raises(guard.Unguarded):
        ask(careless, worker, subject.pk)


def test_a_view_without_a_rule_gets_no_record(worker: User, subject: Subject) -> None:
    with pytest.raises(guard.Unguarded):
        ask(without_rule, worker, subject.pk)


def test_whoever_may_read_a_record_may_not_do_all_with_it(worker: User, subject: Subject) -> None:
    with pytest.raises(PermissionDenied, match="Your role does not include this"):
        ask(protecting, worker, subject.pk)


def test_nobody_signs_in_a_role_that_they_do_not_hold(worker: User) -> None:
    assert ask(signing, worker, "social_worker").content == b"social_worker"
    with pytest.raises(PermissionDenied, match="Your role does not include this"):
        ask(signing, worker, "team_manager")


def test_a_role_that_the_procedure_no_longer_has_lets_nobody_in() -> None:
    assert factories.user("a_role_of_old_times").role_for(Capability.SCREEN, at=AT) is None


def test_what_is_not_there_and_what_is_hidden_look_the_same(worker: User, subject: Subject) -> None:
    manager = factories.author("team_manager")
    exclude(by=manager, at=AT, subject=subject, user=worker, reason="A relative")
    for pk in (subject.pk, uuid4()):
        with pytest.raises(Http404):
            ask(on_record, worker, pk)
    assert not AuditRow.objects.filter(act="read.read_record").exists()


def test_a_restricted_record_says_whom_to_ring(worker: User, subject: Subject) -> None:
    protect(
        by=factories.author("team_manager"), at=AT, subject=subject, level=Level.RESTRICTED, reason="Staff"
    )
    with pytest.raises(PermissionDenied, match="duty manager"):
        ask(on_record, worker, subject.pk)


def test_a_sensitive_record_asks_why_and_then_opens(client: Client, worker: User, subject: Subject) -> None:
    protect(
        by=factories.author("team_manager"),
        at=AT,
        subject=subject,
        level=Level.SENSITIVE,
        reason="Known family",
    )
    answer = ask(on_record, worker, subject.pk)
    assert answer.status_code == 302
    client.force_login(worker)
    asking = client.get(answer["Location"])
    assert "Why do you need to open this record?" in asking.content.decode()
    assert "There is a problem" in client.post(answer["Location"], {"reason": " "}).content.decode()
    given = client.post(answer["Location"], {"reason": "On duty, police rang", "_next": "/records/"})
    assert given["Location"] == "/records/"
    kept = GivenReason.objects.get()
    assert (kept.subject, kept.user, kept.reason) == (subject, worker, "On duty, police rang")
    assert AuditRow.objects.filter(act="give_reason", subject=subject.pk, actor=worker.pk).exists()
    request = RequestFactory().get("/records/")
    request.user, request.session = worker, client.session
    assert on_record(request, subject.pk).status_code == 200


@pytest.mark.parametrize(
    "address", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", ""]
)
def test_a_reason_leads_nowhere_else(client: Client, worker: User, subject: Subject, address: str) -> None:
    client.force_login(worker)
    answer = client.post(f"/records/{subject.pk}/reason/", {"reason": "On duty", "_next": address})
    assert answer["Location"] == "/"


def test_an_entry_is_read_by_whoever_may_open_one_of_its_children(worker: User) -> None:
    entry = factories.contact()
    request = RequestFactory().get("/")
    request.user, request.session = worker, {}  # type: ignore[assignment]
    setattr(request, "goldthread_rule", on_record.access_rule)  # type: ignore[attr-defined]  # noqa: B010
    assert guard.entry(request, entry.pk) == entry
    assert AuditRow.objects.filter(act="read.read_record", entry=entry.pk).count() == entry.parts.count()
    child = factories.child_of(entry)
    exclude(by=factories.author("team_manager"), at=AT, subject=child, user=worker, reason="A relative")
    assert child.pk not in {part.subject_id for part in guard.visible_parts(request, entry)}

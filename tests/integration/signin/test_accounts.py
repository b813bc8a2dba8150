"""Looking after accounts: a partner is invited, roles are given and ended, somebody is let back in."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Agency, Membership, User
from goldthread.ledger.models import AuditRow
from goldthread.signin.links import invited
from goldthread.signin.operations import accounts as operations
from goldthread.signin.operations.accounts import NotDone
from tests import factories
from tests.integration.signin.steps import give_password
from tests.proving import prove

pytestmark = pytest.mark.django_db
AT = factories.THURSDAY
NEW = {
    "name": "Rosa Fernley",
    "designation": "Head teacher",
    "email": "Rosa@Example.org",
}


@pytest.fixture
def admin() -> User:
    return factories.user("account_administrator", name="Ada Desk")


@pytest.fixture
def desk(admin: User, demonstration: None) -> Client:  # noqa: ARG001 - one press proves who she is
    client = Client()
    client.force_login(admin)
    prove(client)
    return client


def test_a_partner_is_invited_chooses_a_password_and_sets_up_a_second_step(
    desk: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    desk.post("/accounts/organisations/", {"name": "Alder School", "kind": "school"})
    school = Agency.objects.get(name="Alder School")
    page = desk.post("/accounts/new/", {**NEW, "agency": str(school.pk)}).headers["Location"]
    rosa = User.objects.get(email="rosa@example.org")
    assert page == reverse("signin:account", args=[rosa.pk])
    assert "Social worker" not in desk.get(page).text, "a role of our own is not for a school"
    desk.post(page, {"role": "professional_referrer"})  # as Enter sends it
    settings.GOLDTHREAD_MAIL = "smtp"
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(page, {"_action": "invite"})
    settings.GOLDTHREAD_DEMO = False
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(/invitation/\S+/)", letter.body)
    assert link
    assert letter.to == ["rosa@example.org"]
    client = Client()
    assert client.get(link[1], follow=True).status_code == 200
    assert "12 characters" in client.post("/sign-in/new/", {"password1": "short", "password2": "short"}).text
    good = {"password1": "nine tall lanterns", "password2": "nine tall lanterns"}
    assert "Your password is changed" in client.post("/sign-in/new/", good).text
    assert Client().get(link[1], follow=True).status_code == 404, "it works once"
    give_password(client, rosa, "nine tall lanterns")
    assert client.get("/my-account/").headers["Location"] == "/my-account/enrol/"


def test_organisations_and_teams_are_added_once_and_leave_rows(admin: User, desk: Client) -> None:
    page = "/accounts/organisations/"
    practice = {
        "name": "Elm Practice",
        "kind": "other_health",
        "email": "elm@example.org",
    }
    north = {"team_name": "North", "service": "mash"}
    for sent, words in ((practice, "elm@example.org"), (north, "North")):
        assert words in desk.post(page, sent, follow=True).text
        again = desk.post(
            page, {name: text.upper() if "name" in name else text for name, text in sent.items()}
        )
        assert again.status_code == 422
        assert "of this name already" in again.text
    second = desk.post(page, {**practice, "name": "Second Council", "kind": "council"})
    assert second.status_code == 422, "there is one council"
    acts = (
        AuditRow.objects.filter(actor=admin.pk, act__endswith=".made")
        .order_by("act")
        .values_list("act", flat=True)
    )
    assert list(acts) == ["agency.made", "team.made"]


def test_the_newest_link_alone_works_and_not_for_ever(admin: User) -> None:
    by, rosa = factories.author("account_administrator", admin), factories.user()
    first, second = (operations.invite(by=by, at=AT + timedelta(hours=n), user=rosa) for n in (0, 1))
    assert invited(first, AT + timedelta(hours=1)) is None
    assert invited(second, AT + timedelta(hours=72)) is not None
    assert invited(second, AT + timedelta(hours=73)) is None


def test_roles_are_given_and_ended_by_somebody_and_leave_rows(admin: User, desk: Client) -> None:
    worker, team = (
        factories.user(name="Wyn Worker"),
        factories.Team.objects.create(name="North", service="mash"),
    )
    page = reverse("signin:account", args=[worker.pk])
    given = {"_action": "give", "role": "social_worker", "team": str(team.pk), "until": "2030-04-02"}
    assert desk.post(page, given).status_code == 302
    role = Membership.objects.get(user=worker)
    assert (role.given_by, role.team, role.until.isoformat()) == (admin, team, "2030-04-02T23:00:00+00:00")
    assert "given by Ada Desk" in desk.get(page).text
    assert "They hold this role already" in desk.post(page, given).text
    desk.post(page, {"_action": f"end:{role.pk}"})
    role.refresh_from_db()
    assert role.ended_by == admin
    acts = AuditRow.objects.filter(actor=admin.pk, act__startswith="account.").values_list(
        "act", "detail__user"
    )
    assert sorted(acts) == [("account.role_ended", str(worker.pk)), ("account.role_given", str(worker.pk))]


@pytest.mark.parametrize("role", ["account_administrator", "privacy_officer", "lado", "no_such_role"])
def test_what_looks_over_others_is_not_given_here(role: str, admin: User) -> None:
    by = factories.author("account_administrator", admin)
    with pytest.raises(NotDone, match="not given here"):
        operations.give_role(by=by, at=AT, user=factories.user(), role=role)


def test_nobody_changes_their_own_account(admin: User, desk: Client) -> None:
    page = reverse("signin:account", args=[admin.pk])
    for sent in (
        {"_action": "give", "role": "manager"},
        {"_action": "close", "reason": "x"},
        {"_action": "invite"},
    ):
        assert desk.post(page, sent).status_code == 422
    assert admin.roles(at=AT) == {"account_administrator"}


def test_somebody_who_lost_their_second_step_is_let_back_in_with_a_reason(desk: Client) -> None:
    rosa = factories.user("professional_referrer")
    rosa.set_password("nine tall lanterns")
    rosa.save()
    Authenticator.objects.create(user=rosa, type=Authenticator.Type.TOTP, data={})
    inside = Client()
    inside.force_login(rosa)
    page = reverse("signin:account", args=[rosa.pk])
    assert desk.post(page, {"_action": "reset", "reason": ""}).status_code == 422
    desk.post(page, {"_action": "reset", "reason": "Rang back on the number that we hold"})
    rosa.refresh_from_db()
    assert not rosa.has_usable_password()
    assert not Authenticator.objects.filter(user=rosa).exists()
    assert inside.get("/my-account/").status_code == 302
    assert "Rang back on the number" in desk.get(page).text


def test_an_account_is_closed_and_opened_and_found(desk: Client) -> None:
    rosa = factories.user("professional_referrer", name="Rosa Fernley")
    page = reverse("signin:account", args=[rosa.pk])
    desk.post(page, {"_action": "close", "reason": "Left"})
    assert "closed" in desk.post("/accounts/", {"text": "fernley"}).text
    desk.post(page, {"_action": "reopen", "reason": "Back"})
    rosa.refresh_from_db()
    assert rosa.is_active
    desk.post(page, {"_action": "sessions"})
    assert desk.post(page, {"_action": "fly"}).status_code == 404


def test_an_administrator_sees_no_record_and_others_no_accounts(desk: Client) -> None:
    assert desk.get("/worklist/").status_code == 403
    manager = Client()
    manager.force_login(factories.user("manager"))
    assert manager.get("/accounts/").status_code == 403


def test_the_councils_groups_are_shown_as_a_difference_and_change_nothing(
    desk: Client, settings: Any
) -> None:
    settings.GOLDTHREAD_SSO_GROUPS = {"g1": "social_worker", "g2": "manager"}
    worker = factories.user("manager")
    said = {"id_token": {"groups": ["g1", "g9"]}}
    SocialAccount.objects.create(user=worker, provider="council", uid="s1", extra_data=said)
    page = desk.get(reverse("signin:account", args=[worker.pk])).text
    assert "Give Social worker: a group of theirs stands for it" in page
    assert "End Manager: no group of theirs stands for it" in page
    assert worker.roles(at=AT) == {"manager"}


def test_the_first_administrator_is_made_at_the_command_line() -> None:
    factories.agency()
    said = StringIO()
    call_command("account", "ada@example.org", "--name", "Ada Example", stdout=said)
    ada = User.objects.get(email="ada@example.org")
    assert "/invitation/" in said.getvalue()
    assert ada.may(Capability.MANAGE_ACCOUNTS, at=ada.memberships.get().since)
    with pytest.raises(CommandError, match="There is no role"):
        call_command("account", "ada@example.org", "--role", "king", stdout=said)

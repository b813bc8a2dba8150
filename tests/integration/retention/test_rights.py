"""A person's rights over their record: asked, answered, disputed, not used for now; wherever it is read."""

import pytest
from django.urls import reverse

from goldthread.accounts.models import User
from goldthread.disclosure.redaction.source import entries_of
from goldthread.documents.papers import kinds
from goldthread.ledger.models import AuditRow, Entry, Subject
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.by_pack import at, filed, signed
from tests.newest import newest

pytestmark = pytest.mark.django_db
NOW = later(days=2)


@pytest.fixture
def worker() -> User:
    """A social worker."""
    return make.user("social_worker", name="Sal Worker")


@pytest.fixture
def contact(worker: User) -> Entry:
    """What a school said of Rowan; `worker` is there before."""
    assert worker.is_active
    return make.contact()


@pytest.fixture
def child(contact: Entry) -> Subject:
    """Rowan."""
    return make.child_of(contact)


def test_a_request_is_written_down_in_their_words_and_answered_in_plain_ones(
    worker: User, child: Subject
) -> None:
    with at(NOW, worker, f"/children/{child.pk}/rights/") as browser:
        assert "No rule in this procedure" in browser.said
    with at(NOW, worker, f"/children/{child.pk}/rights/request/") as browser:
        asked = signed(browser, {"right": "rectification", "who": "parent", "what": "He was never late"})
        assert "Answer by 4 May 2026" in browser.said
    with at(later(days=40), worker, f"/rights/{asked.pk}/") as browser:
        assert "Answer by 4 May 2026" in browser.said
    with at(NOW, worker, f"/rights/{asked.pk}/answer/") as browser:
        said = {
            "outcome": "statement",
            "why": "The school stands by it",
            "words": "Your words stand beside it.",
        }
        signed(browser, said)
        assert "Your words stand beside it." in browser.said
        assert "Answered" in browser.said


def test_a_disputed_entry_says_so_wherever_it_is_read(worker: User, contact: Entry, child: Subject) -> None:
    words = "I was at work that day"
    with at(NOW, worker, f"/entries/{contact.pk}/dispute/") as browser:
        filed(browser, {"who": "parent", "name": "Jo Alder", "words": words})
    dispute = newest("dispute")
    paper = kinds()["entry"].make(contact, NOW)
    assert f"“{words}” (Jo Alder)" in [fact.text for fact in paper.facts()]
    assert dispute in entries_of([child.pk], NOW), "a copy of their own record has it"
    pages = (f"/entries/{contact.pk}/", f"/contacts/{contact.pk}/", f"/children/{child.pk}/chronology/")
    for page in pages:
        with at(NOW, worker, page) as browser:
            assert words in browser.said, page
    with at(NOW, worker, f"/rights/{dispute.pk}/lift/") as browser:
        filed(browser, {"reason": "The contact was corrected"})
    with at(NOW, worker, f"/entries/{contact.pk}/") as browser:
        assert words not in browser.said


def test_what_is_not_to_be_used_is_opened_by_whoever_says_why(
    worker: User, contact: Entry, child: Subject
) -> None:
    with at(NOW, worker, f"/entries/{contact.pk}/restrict/") as browser:
        filed(browser, {"reason": "The school may have meant his brother"})
    with at(NOW, worker, f"/children/{child.pk}/chronology/") as browser:
        assert "Not to be used while it is checked" in browser.said
        assert "hungry" not in browser.said
    with at(NOW, worker, f"/entries/{contact.pk}/") as browser:
        assert browser.path.startswith(reverse("web:reason", args=[child.pk]))
        assert "hungry" not in browser.said
        browser.send({"reason": "A strategy discussion in an hour"})
        assert "hungry" in browser.said
        assert "may have meant his brother" in browser.said
    assert AuditRow.objects.filter(act="give_reason", subject=child.pk, actor=worker.pk).count() == 1
    told = [fact.text for fact in kinds()["entry"].make(contact, NOW).facts()]
    assert "It is being checked whether it is right." in told
    assert not any("his brother" in text for text in told)


def test_a_whole_record_is_not_used_until_it_is_lifted(worker: User, child: Subject) -> None:
    with at(NOW, worker, f"/children/{child.pk}/rights/restrict/") as browser:
        filed(browser, {"reason": "Two children were mixed up"})
    restriction = newest("use_restricted")
    with at(NOW, worker, f"/children/{child.pk}/") as browser:
        assert browser.path.startswith("/reason/") or "Say why" in browser.said
        browser.send({"reason": "He is here now"})
        assert "Two children were mixed up" in browser.said
        browser.go(f"/rights/{restriction.pk}/lift/")
        filed(browser, {"reason": "It is all his"})
    with at(NOW, worker, f"/children/{child.pk}/") as browser:
        assert "Two children" not in browser.said

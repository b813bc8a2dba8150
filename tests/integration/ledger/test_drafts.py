"""Drafts: kept as typed, held by one person, never overwritten unseen."""

import pytest

from goldthread.ledger import drafts
from goldthread.ledger.drafts import Conflict, Holder, Saved
from goldthread.ledger.models import Draft, DraftVersion
from tests.factories import THURSDAY, later, user

pytestmark = pytest.mark.django_db


def test_what_is_typed_is_kept_even_when_it_makes_no_sense() -> None:
    holder = Holder(secret=drafts.new_secret())
    draft = drafts.start(by=holder, at=THURSDAY, kind="contact")
    typed = {"born-day": ["thirty-two"], "concern": ["\u202eeman \U0001f600 \x00"]}
    assert isinstance(
        drafts.save(by=holder, at=later(seconds=3), draft=draft.pk, raw=typed, version=1), Saved
    )
    kept = drafts.held(holder).get().raw
    assert kept["born-day"] == ["thirty-two"]
    assert kept["concern"][0].startswith("\u202eeman \U0001f600 ")


def test_only_its_holder_opens_a_draft() -> None:
    mine, other = Holder(user=user("csc_officer")), Holder(user=user("csc_officer"))
    draft = drafts.start(by=mine, at=THURSDAY, kind="contact")
    for stranger in (other, Holder(), Holder(secret="guess")):
        assert not drafts.held(stranger).exists()
        with pytest.raises(Draft.DoesNotExist):
            drafts.save(by=stranger, at=THURSDAY, draft=draft.pk, raw={"concern": ["x"]}, version=1)


def test_two_windows_lose_nothing() -> None:
    holder = Holder(user=user("csc_officer"))
    draft = drafts.start(by=holder, at=THURSDAY, kind="contact", raw={"concern": ["first"]})
    drafts.save(
        by=holder, at=later(seconds=1), draft=draft.pk, raw={"concern": ["from one window"]}, version=1
    )
    answer = drafts.save(
        by=holder, at=later(seconds=2), draft=draft.pk, raw={"concern": ["from another"]}, version=1
    )
    assert isinstance(answer, Conflict)
    assert answer.theirs["concern"] == ["from one window"]
    assert DraftVersion.objects.get(draft=draft).raw["concern"] == ["from another"]

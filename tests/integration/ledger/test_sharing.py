"""Drafts that two people hold: nobody's words disturb another's, and nothing is ever lost."""

import random
from dataclasses import dataclass, field

import pytest

from goldthread.accounts.models import User
from goldthread.ledger import drafts, sharing
from goldthread.ledger.drafts import Holder
from goldthread.ledger.models import AuditRow, Draft
from tests.factories import THURSDAY, later, user
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

FIELDS = ("views-0-view", "contingency", "held_on-day", "held_on-month", "people-0-name")


@pytest.fixture
def chair() -> User:
    return user("social_worker", name="Cara Chair")


@pytest.fixture
def clerk() -> User:
    return user("social_worker", name="Nell Minutes")


def opened(*people: User, **raw: str) -> Draft:
    """The draft of one meeting, held by these people."""
    return sharing.open_shared(
        by=Holder(people[0]),
        at=THURSDAY,
        name="meeting/1",
        kind="note",
        holders=people,
        raw={name: [text] for name, text in raw.items()},
    )


def test_there_is_one_draft_of_a_meeting_and_only_those_named_open_it(chair: User, clerk: User) -> None:
    draft = opened(chair, clerk)
    assert opened(clerk, chair) == draft
    assert list(drafts.held(Holder(clerk))) == [draft]
    assert not drafts.held(Holder(user("social_worker"))).exists()
    assert opened(chair) == draft, "another takes the minutes"
    with pytest.raises(Draft.DoesNotExist):
        sharing.write(by=Holder(clerk), at=THURSDAY, draft=draft.pk, raw={"contingency": ["x"]}, seen={})
    changes = AuditRow.objects.filter(act__in=["draft.share", "draft.unshare"]).order_by("pk")
    assert [(row.act, row.detail["user"]) for row in changes if row.detail["user"] == str(clerk.pk)] == [
        ("draft.share", str(clerk.pk)),
        ("draft.unshare", str(clerk.pk)),
    ]
    with pytest.raises(Draft.DoesNotExist):
        drafts.discard(by=Holder(chair), at=THURSDAY, draft=draft.pk)


def test_two_people_in_different_questions_never_meet(chair: User, clerk: User) -> None:
    draft = opened(chair, clerk)
    for who, raw in (
        (chair, {"contingency": ["Ring us"]}),
        (clerk, {"views-0-view": ["The school is worried"]}),
    ):
        done = sharing.write(by=Holder(who), at=later(seconds=1), draft=draft.pk, raw=raw, seen={})
        assert not done.clashing
    draft.refresh_from_db()
    assert draft.raw == {"contingency": ["Ring us"], "views-0-view": ["The school is worried"]}
    news = sharing.since(draft, 2)
    assert dict(news.writers) == {"views-0-view": str(clerk.pk)}, "and each is told who wrote what"


def test_a_date_is_one_answer_so_that_none_comes_about_that_nobody_wrote(chair: User, clerk: User) -> None:
    draft = opened(chair, clerk)
    first = {"held_on-day": ["30"], "held_on-month": ["11"]}
    sharing.write(by=Holder(chair), at=THURSDAY, draft=draft.pk, raw=first, seen={})
    done = sharing.write(by=Holder(clerk), at=THURSDAY, draft=draft.pk, raw={"held_on-day": ["2"]}, seen={})
    assert list(done.clashing) == ["held_on"]
    draft.refresh_from_db()
    assert draft.raw == first


@pytest.mark.parametrize(("choice", "stands"), [("first", "One"), ("second", "Two"), ("both", "One\nTwo")])
def test_whoever_chooses_between_two_texts_loses_neither(
    chair: User, clerk: User, choice: sharing.Choice, stands: str
) -> None:
    draft = opened(chair, clerk)
    sharing.write(by=Holder(chair), at=THURSDAY, draft=draft.pk, raw={"contingency": ["One"]}, seen={})
    sharing.write(by=Holder(clerk), at=THURSDAY, draft=draft.pk, raw={"contingency": ["Two"]}, seen={})
    (clash,) = sharing.clashes(draft)
    sharing.settle(by=Holder(chair), at=later(minutes=1), draft=draft.pk, clash=clash.pk, choice=choice)
    draft.refresh_from_db()
    clash.refresh_from_db()
    assert draft.raw["contingency"] == [stands]
    assert (clash.stood, clash.raw) == ({"contingency": ["One"]}, {"contingency": ["Two"]})
    assert not sharing.clashes(draft)


def test_a_row_that_one_takes_away_while_another_writes_in_it_stays(chair: User, clerk: User) -> None:
    draft = opened(chair, clerk)
    new = {"people-1-": [""], "people-1-name": [""]}
    sharing.write(by=Holder(chair), at=THURSDAY, draft=draft.pk, raw=new, seen={})
    sharing.write(by=Holder(clerk), at=THURSDAY, draft=draft.pk, raw={"people-1-name": ["Nan"]}, seen={})
    gone = {key: [] for key in new}
    sharing.write(by=Holder(chair), at=THURSDAY, draft=draft.pk, raw=gone, seen={})
    draft.refresh_from_db()
    assert draft.raw == {"people-1-": [], "people-1-name": ["Nan"]}
    seen = {"people-1-name": sharing.mark({"people-1-name": ["Nan"]})}
    sharing.write(by=Holder(chair), at=THURSDAY, draft=draft.pk, raw=gone, seen=seen)
    draft.refresh_from_db()
    assert draft.raw == gone, "who has seen what stands there may take it away"


@dataclass
class Page:
    """One person's page as its script keeps it: what stands in it, what they typed, what they last saw."""

    who: User
    boxes: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    dirty: set[str] = field(default_factory=set)
    clashing: set[str] = field(default_factory=set)
    version: int = 1

    def types(self, control: str, words: str) -> None:
        self.boxes[control] = f"{self.boxes.get(control, '')} {words}".strip()
        self.dirty.add(sharing.part_of(control))

    def saves(self, draft: Draft) -> None:
        parts = {part for part in map(sharing.part_of, self.boxes) if part in self.dirty}
        raw = {name: [text] for name, text in self.boxes.items() if sharing.part_of(name) in parts}
        done = sharing.write(by=Holder(self.who), at=THURSDAY, draft=draft.pk, raw=raw, seen=self.seen)
        self.dirty.clear()
        self.clashing |= set(done.clashing)
        self.looks(draft)

    def looks(self, draft: Draft) -> None:
        draft.refresh_from_db()
        news = sharing.since(draft, self.version)
        self.version = news.version
        for part, texts in news.parts.items():
            if part not in self.dirty | self.clashing:
                self.seen[part] = sharing.mark(texts)
                self.boxes |= {name: "".join(text) for name, text in texts.items()}


@requirement("HSSCP-11.4")
def test_two_hundred_interleaved_edits_of_two_people_lose_nothing(chair: User, clerk: User) -> None:
    draft, chance = opened(chair, clerk), random.Random(200)
    pages = [Page(chair), Page(clerk)]
    typed = []
    for number in range(200):
        page = chance.choice(pages)
        typed.append(f"w{number}.")
        page.types(chance.choice(FIELDS), typed[-1])
        if chance.random() < 0.4:
            page.saves(draft)
        if chance.random() < 0.4:
            chance.choice(pages).looks(draft)
    for page in pages * 2:
        page.saves(draft)
    beside = sharing.clashes(draft)
    assert beside, "they did meet"
    draft.refresh_from_db()
    stands = sharing.in_parts(draft.raw)
    both = " ".join(f"{stands[one.part]} {one.raw}" for one in beside)  # what each page lists as two texts
    for page in pages:
        shown = " ".join([*page.boxes.values(), both])
        assert not [word for word in typed if word not in shown], page.who

"""The outage pack: what leaves, for whom, and that it says nothing to whoever has no key."""

from pathlib import Path

import pyrage
import pytest

from goldthread.access.models import Level
from goldthread.access.operations import exclude, protect
from goldthread.config import env, outage, outage_packs
from goldthread.ledger.models import AuditRow
from tests import factories as make
from tests.factories import THURSDAY, child_of, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> pyrage.x25519.Identity:
    """The laptop of those who answer at night can open it; the reader is one of them."""
    identity = pyrage.x25519.Identity.generate()
    monkeypatch.setenv(outage.FOR_WHOM, str(identity.to_public()))
    monkeypatch.setenv(outage.READER, make.user("out_of_hours", name="Nia").email)
    return identity


def child(name: str, **values: object) -> object:
    return child_of(make.contact(children=[{"given_names": name, "family_name": "Alder"}], **values))


def opened(folder: Path, key: pyrage.x25519.Identity) -> str:
    assert all(file.suffix == ".age" for file in folder.iterdir())
    return "".join(pyrage.decrypt(file.read_bytes(), [key]).decode() for file in sorted(folder.iterdir()))


def test_it_holds_what_its_reader_may_open_and_says_what_left(
    tmp_path: Path, key: pyrage.x25519.Identity
) -> None:
    manager = make.author("manager")
    seen = child("Rowan")
    for name, level in (("Closed", Level.RESTRICTED), ("Hidden", Level.SEALED)):
        protect(by=manager, at=THURSDAY, subject=child(name), level=level, reason="A colleague's child")
    text = opened(outage.make(tmp_path, at=later(hours=1)), key)
    assert "Rowan ALDER" in text
    for question in (
        "Where is the child tonight?",
        "Who must not see the child?",
        "Plan",
        "What is due next?",
    ):
        assert f"<dt>{question}</dt>" in text
    assert "2 more of this team" in text
    assert "Closed" not in text
    assert "Hidden" not in text
    rows = AuditRow.objects.filter(act="outage_pack")
    assert [row.subject for row in rows] == [seen.pk]  # type: ignore[attr-defined]


def test_whoever_is_kept_from_a_record_is_kept_from_it_here(
    tmp_path: Path, key: pyrage.x25519.Identity
) -> None:
    reader = make.user("out_of_hours")
    exclude(by=make.author("manager"), at=THURSDAY, subject=child("Rowan"), user=reader, reason="Her aunt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(outage.READER, reader.email)
        text = opened(outage.make(tmp_path, at=later(hours=1)), key)
    assert "Rowan" not in text
    assert "more of this team" not in text


def test_the_newest_three_are_kept(tmp_path: Path, key: pyrage.x25519.Identity) -> None:  # noqa: ARG001
    cut_off = outage_packs.begun(tmp_path, at=THURSDAY)
    (cut_off / "01-team.html.age").write_text("half of it")
    made = [outage.make(tmp_path, at=later(hours=hour)) for hour in range(1, 6)]
    assert sorted(tmp_path.iterdir()) == made[-3:]
    assert outage_packs.newest(tmp_path) == later(hours=5)


def test_an_account_that_reads_nothing_is_no_reader(
    tmp_path: Path,
    key: object,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(outage.READER, make.user("professional_referrer").email)
    with pytest.raises(env.BadSetting, match="may not read records"):
        outage.make(tmp_path, at=later(hours=1))
    assert not list(tmp_path.iterdir())

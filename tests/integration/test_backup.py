"""Backup and restore, as a drill: everything comes back, and whatever is missing or changed is noticed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyrage
import pytest
from django.db import connection

from goldthread.config import bootstrap, database, env
from goldthread.config.backup import locked, making, restoring
from goldthread.config.backup.address import Address
from goldthread.config.backup.manifest import Damaged, Manifest
from goldthread.ledger import seal
from goldthread.ledger.models import Entry
from tests import factories as make

NOW = datetime(2026, 4, 3, tzinfo=UTC)


@pytest.fixture
def ours(transactional_db: None, tmp_path: Path, settings: object) -> Address:  # noqa: ARG001
    """The database of the test with a sealed contact in it, as its owner."""
    settings.GOLDTHREAD_WITNESS = tmp_path / "witness.txt"  # type: ignore[attr-defined]
    make.contact()
    head = seal.seal(at=NOW)
    assert head
    seal.witness(head, tmp_path / "witness.txt")
    where = connection.settings_dict
    return Address(f"postgresql://{database.OWNER}@/{where['NAME']}?host={where['HOST']}")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key pair: backups are encrypted to it, and the file with the secret half is at hand."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# made for a test\n{identity}\n")
    monkeypatch.setenv(locked.RECIPIENT, str(identity.to_public()))
    monkeypatch.setenv(locked.IDENTITY, str(tmp_path / "key.txt"))


@pytest.mark.usefixtures("key")
def test_an_encrypted_backup_comes_back_whole(ours: Address, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    manifest = making.back_up(folder, ours, at=NOW)
    assert sorted(manifest.files) == ["database.dump.age", "witness.txt.age"]
    assert b"Rowan" not in b"".join(file.read_bytes() for file in folder.iterdir())
    assert manifest.tables["ledger_entry"][0] == Entry.objects.count() > 0
    assert restoring.verify_main([str(folder)]) == 0

    with pytest.raises(restoring.NotBlank):
        restoring.restore(folder, manifest, ours)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda folder: (folder / "database.dump").unlink(), "database.dump is missing"),
        (lambda folder: cut(folder / "database.dump"), "is not the file that was put away"),
        (lambda folder: (folder / "witness.txt").unlink(), "witness.txt is missing"),
        (lambda folder: (folder / "manifest.json").unlink(), "no backup, or its list is gone"),
    ],
)
def test_what_is_missing_or_cut_is_noticed(
    ours: Address,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    harm: Callable[[Path], object],
    says: str,
) -> None:
    making.back_up(tmp_path / "backup", ours, at=NOW)
    harm(tmp_path / "backup")
    assert restoring.restore_main([str(tmp_path / "backup"), "--into", "postgresql://nowhere/none"]) == 4
    assert says in capsys.readouterr().err


def test_a_row_that_was_lost_on_the_way_is_noticed(ours: Address, tmp_path: Path) -> None:
    manifest = making.back_up(tmp_path / "backup", ours, at=NOW)
    rows, said = manifest.tables["ledger_subject"]
    told = Manifest(**{**vars(manifest), "tables": {**manifest.tables, "ledger_subject": (rows + 1, said)}})
    blank = f"{connection.settings_dict['NAME']}_restored"
    host = Path(connection.settings_dict["HOST"])
    bootstrap.make_database(host, blank)
    try:
        with pytest.raises(Damaged, match="table ledger_subject"):
            restoring.restore(
                tmp_path / "backup", told, Address(f"postgresql://{database.OWNER}@/{blank}?host={host}")
            )
    finally:
        with psycopg.connect(
            host=str(host), user=database.OWNER, dbname="postgres", autocommit=True
        ) as owner:
            owner.execute(f'drop database "{blank}"')


def test_in_earnest_a_backup_in_clear_is_refused(ours: Address, tmp_path: Path, settings: object) -> None:
    settings.GOLDTHREAD_DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(env.BadSetting, match="GOLDTHREAD_BACKUP_TO is not set"):
        making.back_up(tmp_path / "backup", ours, at=NOW)
    assert not (tmp_path / "backup").exists()

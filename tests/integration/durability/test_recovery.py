"""The database comes back as it stood at a chosen second; what is missing of its backup is noticed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pyrage
import pytest

from goldthread.config.backup import base, chain, locked, logs, recovering
from goldthread.config.backup.address import Address
from goldthread.config.backup.manifest import Damaged
from goldthread.config.postgres import Server
from tests.service import wait_until

SECRET = "Rowan stays with his aunt"


@dataclass
class PutAway:
    """What was put away, and between which two rows the chosen second lies."""

    folder: Path
    chosen: datetime
    end: datetime


@pytest.fixture(scope="module")
def put_away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PutAway]:
    """A server with a base and a kept log, written to before and after the chosen second, then lost."""
    home = tmp_path_factory.mktemp("service")
    home.chmod(0o755)
    identity = pyrage.x25519.Identity.generate()
    (home / "key.txt").write_text(str(identity))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(locked.RECIPIENT, str(identity.to_public()))
        patch.setenv(locked.IDENTITY, str(home / "key.txt"))
        with Server(home / "postgres") as server:
            yield written(server, home)


def written(server: Server, home: Path) -> PutAway:
    address = Address(f"postgresql://postgres@/postgres?host={server.socket}")
    folder, spool, seen = home / "kept", home / "spool", dict[str, int]()
    spool.mkdir()
    with psycopg.connect(address.conninfo, autocommit=True) as connection:
        connection.execute("create table said (words text, at timestamptz default clock_timestamp())")
        logs.reserve(address)
        with fetching(address, spool):
            base.copy(folder, address, at=datetime.now(UTC))
            say(connection, SECRET)
            connection.execute("select pg_switch_wal()")
            chosen = say(connection, "before") + timedelta(milliseconds=1)
            end = say(connection, "after")
            wait_until(lambda: holds(spool, "after"))
            logs.put_away(spool, folder, seen, at=datetime.now(UTC))
    return PutAway(folder, chosen, end)


@contextmanager
def fetching(address: Address, spool: Path) -> Iterator[None]:
    with subprocess.Popen(logs.fetch(address, spool), stderr=subprocess.DEVNULL) as process:
        yield
        process.terminate()


def say(connection: "psycopg.Connection[tuple[datetime]]", words: str) -> datetime:
    rows = connection.execute("insert into said values (%s) returning clock_timestamp()", [words]).fetchall()
    return rows[0][0]


def holds(spool: Path, words: str) -> bool:
    return any(words.encode() in file.read_bytes() for file in spool.glob("*.partial"))


def said(home: Path) -> list[str]:
    with (
        Server(home) as server,
        psycopg.connect(host=str(server.socket), user="postgres", dbname="postgres") as connection,
    ):
        assert connection.execute("show recovery_target_time").fetchone() == ("",)
        return [words for (words,) in connection.execute("select words from said order by at").fetchall()]


@pytest.mark.parametrize(
    ("latest", "there"), [(False, [SECRET, "before"]), (True, [SECRET, "before", "after"])]
)
def test_it_comes_back_as_it_stood(
    put_away: PutAway, tmp_path: Path, *, latest: bool, there: list[str]
) -> None:
    tmp_path.chmod(0o755)
    tmp_path.parent.chmod(0o755)
    recovering.recover(put_away.folder, tmp_path / "home", None if latest else put_away.chosen)
    assert said(tmp_path / "home") == there
    assert not any(SECRET.encode() in file.read_bytes() for file in files(put_away.folder))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_part_that_was_deleted_or_changed_is_noticed(put_away: PutAway, tmp_path: Path) -> None:
    assert list(chain.faults(put_away.folder, reaches=put_away.chosen)) == []
    for number, victim in enumerate(files(put_away.folder)):
        for harm in (Path.unlink, cut):
            copy = tmp_path / f"{number}{harm.__name__}"
            shutil.copytree(put_away.folder, copy)
            harm(copy / victim.relative_to(put_away.folder))
            assert list(chain.faults(copy, reaches=put_away.end)), f"{harm.__name__} {victim.name}"
            with pytest.raises(Damaged):
                recovering.recover(copy, tmp_path / "never", put_away.chosen)
            assert not (tmp_path / "never").exists()


def cut(file: Path) -> None:
    """Without its end; of the list, without its last line."""
    if file.name == chain.LIST:
        file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    else:
        file.write_bytes(file.read_bytes()[:-10])


def test_a_line_taken_out_of_the_list_is_noticed(put_away: PutAway, tmp_path: Path) -> None:
    shutil.copytree(put_away.folder, tmp_path / "copy")
    lines = (tmp_path / "copy" / chain.LIST).read_text().splitlines(keepends=True)
    (tmp_path / "copy" / chain.LIST).write_text("".join(lines[1:]))
    assert any("was taken out" in fault for fault in chain.faults(tmp_path / "copy"))


def test_a_second_that_was_not_reached_is_refused(put_away: PutAway, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="would be lost"):
        recovering.recover(put_away.folder, tmp_path / "home", datetime.now(UTC) + timedelta(minutes=1))

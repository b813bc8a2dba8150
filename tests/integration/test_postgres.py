"""Our own PostgreSQL: made once, shared, brought back after a kill, and stopped by the last to leave."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from goldthread.config import bootstrap, database
from goldthread.config.postgres import Server
from tests.service import wait_until

USE = "import sys; from pathlib import Path; from goldthread.config import bootstrap\n"
USE += "with bootstrap.running(Path(sys.argv[1])): print('used')"


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="goldthread-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _pid(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n")[0])


def test_the_last_to_leave_stops_it(home: Path) -> None:
    with Server(home) as first:
        with Server(home) as second:
            assert _pid(first) == _pid(second)
        assert Path(f"/proc/{_pid(first)}").exists()
    assert not (home / "data" / "postmaster.pid").exists()


def test_it_comes_back_after_a_kill_with_what_was_committed(home: Path) -> None:
    with Server(home) as server:
        bootstrap.make_roles(server.socket)
        bootstrap.make_database(server.socket, "kept")
        with psycopg.connect(host=str(server.socket), user=database.OWNER, dbname="kept") as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(_pid(server), signal.SIGKILL)
        wait_until(server.revive)
        assert not server.revive()
        with psycopg.connect(host=str(server.socket), user=database.APP, dbname="kept") as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_many_first_starts_at_once_make_one_database(home: Path) -> None:
    command = [sys.executable, "-c", USE, str(home)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    ended = [start.communicate() for start in starts]
    assert [output for output, _ in ended] == [b"used\n"] * 4, ended


def test_nobody_else_may_enter_and_there_is_no_tcp(home: Path) -> None:
    with Server(home) as server:
        assert server.socket.stat().st_mode & 0o077 == 0
        with psycopg.connect(host=str(server.socket), user="postgres", dbname="postgres") as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
            found = connection.execute("SELECT pg_size_bytes(current_setting('shared_buffers'))").fetchone()
            assert found is not None
            assert found[0] / 2**20 == min(
                4096, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**22
            )

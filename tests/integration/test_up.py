"""`./goldthread up`: everything starts, what is killed comes back, and Ctrl-C leaves nothing behind."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service import Service, wait_until


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as started:
        yield started


def test_the_database_comes_back_after_a_kill(service: Service) -> None:
    killed = service.database()
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: Path(f"/proc/{service.database()}").exists() and service.database() != killed)
    wait_until(service.answers)


@pytest.mark.parametrize("part", ["granian", "procrastinate"])
def test_a_part_comes_back_after_a_kill(service: Service, part: str) -> None:
    wait_until(lambda: service.child(part))
    killed = service.child(part)
    assert killed
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: service.child(part) not in {None, killed})
    wait_until(service.answers)


def test_ctrl_c_stops_everything_and_it_starts_again(service: Service) -> None:
    running = [service.database(), service.child("granian"), service.child("procrastinate")]
    assert service.stop() == 0
    wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in running))
    service.start()


def test_it_starts_again_after_it_was_killed_itself(service: Service) -> None:
    children = [service.child("granian"), service.child("procrastinate")]
    service.process.kill()
    service.process.wait()
    wait_until(lambda: not any(child and Path(f"/proc/{child}").exists() for child in children))
    service.start()

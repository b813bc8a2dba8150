"""`./goldthread up`: everything starts, what is killed comes back, and Ctrl-C leaves nothing behind."""

import os
import re
import signal
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

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


def test_authorities_of_one_installation_keep_to_themselves() -> None:
    """One browser, which tells no ports apart, for both."""
    with Service("hertfordshire", "gloucestershire") as both:
        wait_until(lambda: both.answers(authority="gloucestershire"), patience=240)
        first, second = map(both.url_of, both.authorities)
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        assert second.removeprefix("http:") in _text(browser, first), "no way from one to the other"
        _sign_in(browser, first)
        assert "Sign out" in _text(browser, first)
        assert "Sign out" not in _text(browser, second)
        _sign_in(browser, second)
        assert "Sign out" in _text(browser, first)
        assert "Sign out" in _text(browser, second)


def _sign_in(browser: OpenerDirector, url: str) -> None:
    """Be the last of the people of the demonstration."""
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', _text(browser, f"{url}/sign-in/")))
    browser.open(f"{url}/sign-in/as/", urlencode(fields).encode()).close()


def _text(browser: OpenerDirector, url: str) -> str:
    with browser.open(url) as answer:
        return str(answer.read().decode())

"""Measures looking people up through the web server: while it is typed, and whole."""
# ruff: noqa: INP001, S311 - a script of its own; chance here is no secret

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import register

from goldthread.config import database

ROOT = Path(__file__).resolve().parents[2]
PORT, OFFICERS = 8391, 2
BOX = "/find/found/"
SERVICE = "goldthread.config.wsgi:application"


class Officer:
    """Somebody at the telephone: signed in, on the pages' own connection, one request after the other."""

    def __init__(self, user: str) -> None:
        self.server = HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}
        token = self.token("/sign-in/")
        self.send("/sign-in/as/", {"user": user, "csrfmiddlewaretoken": token})
        self.call = f"/telephone/{uuid4()}/"
        self.csrf = self.token(self.call)

    def token(self, path: str) -> str:
        """The page's token of its form."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", path, ""))
        if found is None:
            raise SystemExit(f"{path} has no form")
        return found[1]

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Post a form; what comes back."""
        return self.ask("POST", path, urlencode(fields))

    def ask(self, method: str, path: str, body: str) -> str:
        """One request. An answer that is no page ends the run."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.server.request(method, path, body, headers)
        answer = self.server.getresponse()
        text = answer.read().decode()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status}")
        return text

    def timed(self, path: str, fields: dict[str, str]) -> tuple[float, str]:
        """The milliseconds that an answer took, and the answer."""
        start = time.perf_counter()
        answer = self.send(path, {**fields, "csrfmiddlewaretoken": self.csrf})
        return (time.perf_counter() - start) * 1000, answer


def as_typed(told: dict[str, Any], random: Random) -> str:
    """What stands in the one box at some moment while it is typed."""
    text = " ".join(part for part in (told.get("first"), told.get("last"), told.get("dob")) if part)
    return text[: random.randint(min(3, len(text)), len(text))]


def row(told: dict[str, Any], *, typing: Random | None) -> dict[str, str]:
    """A child's row on the contact page: whole, or at some moment while it is typed."""
    year, month, day = (told.get("dob") or "--").split("-")
    fields = {
        "given_names": f"{told.get('first') or ''} {told.get('middle') or ''}".strip(),
        "family_name": told.get("last") or "",
        "born-day": day,
        "born-month": month,
        "born-year": year,
        "nhs_number": told.get("nhs") or "",
        "address": f"{told.get('house') or ''} {told.get('street') or ''}".strip(),
        "postcode": told.get("postcode") or "",
    }
    if typing:
        many = typing.randint(1, len(fields))
        last = list(fields)[many - 1]
        fields = {
            name: text if name != last else text[: typing.randint(1, max(1, len(text)))]
            for name, text in islice(fields.items(), many)
        }
    return {"_row": "children-0"} | {f"children-0-{name}": text for name, text in fields.items()}


def measure(name: str, users: list[str], work: list[tuple[str, dict[str, str]]]) -> None:
    """Let the officers work through the requests, and print how long the answers took."""
    officers = [Officer(user) for user in users]

    def through(place: int) -> list[tuple[float, str]]:
        officer = officers[place]
        mine = work[place :: len(officers)]
        for path, fields in mine[:20]:
            officer.timed(path or f"{officer.call}look-up/", fields)
        return [officer.timed(path or f"{officer.call}look-up/", fields) for path, fields in mine]

    with ThreadPoolExecutor(len(officers)) as pool:
        answers = [each for part in pool.map(through, range(len(officers))) for each in part]
    times = sorted(took for took, _ in answers)
    told = {f"p{share}_ms": round(times[int(len(times) * share / 100)], 1) for share in (50, 95, 99)}
    found = sum("gt-found__one" in text or "-known-" in text or '-known"' in text for _, text in answers)
    print(
        json.dumps({"what": name, "officers": len(officers), "requests": len(times), "found": found} | told)
    )


@contextmanager
def serving() -> Iterator[None]:
    """The web server with as many processes and threads as `goldthread up` gives it, and nothing else."""
    size = ("--workers", "2", "--blocking-threads", "4", "--port", str(PORT), "--log-level", "warning")
    command = (str(Path(sys.executable).parent / "granian"), *size, "--interface", "wsgi", SERVICE)
    with subprocess.Popen(command) as server:
        try:
            while not _answers():
                time.sleep(0.2)
            yield
        finally:
            server.terminate()


def _answers() -> bool:
    server = HTTPConnection("127.0.0.1", PORT, timeout=10)
    try:
        server.request("GET", "/sign-in/")
        return server.getresponse().status == 200
    except OSError:
        return False
    finally:
        server.close()


def _officer(host: Path) -> str | None:
    """An invented officer who takes calls."""
    asked = "select min(user_id::text) from accounts_membership where role = 'csc_officer'"
    with psycopg.connect(host=str(host), user=database.OWNER, dbname=database.own_name()) as owner:
        found = owner.execute(asked).fetchone()
    return found[0] if found else None


def main() -> None:
    """Load, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "bench-lookup")
    asked = parser.parse_args()
    with asked.queries.open(encoding="utf-8") as lines:
        told = [json.loads(line) for line in islice(lines, asked.requests)]
    with register.running(asked.home):
        host = Path(os.environ[database.HOST_VARIABLE])
        if _officer(host) is None:
            subprocess.run([sys.executable, "-m", "django", "demo"], check=True)
        start = time.perf_counter()
        people = register.fill(host, database.own_name(), asked.people)
        print(json.dumps({"people": people, "load_s": round(time.perf_counter() - start)}), flush=True)
        with serving():
            user, random = str(_officer(host)), Random(4)
            whole = [("", row(each, typing=None)) for each in told]
            typing = [("", row(each, typing=random)) for each in told]
            box = [(BOX, {"text": as_typed(each, random)}) for each in told]
            for officers in (1, OFFICERS):
                measure("contact page, whole", [user] * officers, whole)
                measure("contact page, while typing", [user] * officers, typing)
                measure("search page, while typing", [user] * officers, box)


if __name__ == "__main__":
    main()

"""Officers who take calls over HTTP and never give up: what they got no answer to they send again."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from http.client import HTTPConnection, HTTPException
from itertools import islice
from threading import Lock
from urllib.parse import urlencode
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1a52c0-8a0f-4e53-9a0e-0d0a8f4c7f11")
_PAUSE = 0.2  # seconds before something is sent again
_TIMEOUT = 30.0  # seconds for an answer
_BOUNDARY = "between-the-parts-of-a-form"
_LETTERS = "bdfgklmnprstvz"
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Call:
    """One contact to be signed. `key`, which the page carries, makes it safe to send again."""

    number: int
    run: str

    @property
    def key(self) -> UUID:
        """The draft of the call: however often it is sent, one draft is one contact."""
        return uuid5(_NAMESPACE, f"{self.run} {self.number}")

    @property
    def words(self) -> str:
        """What stands in this contact and in no other."""
        return f"{self.run} call {self.number:06}: came to school without a coat."

    def form(self) -> dict[str, str]:
        """The page, filled in, about a child unlike any other."""
        chance = self.key.int  # of this contact alone, in whatever run
        born = date(2009, 1, 1) + timedelta(days=chance % 5800)
        return {
            "immediate_danger": "no",
            "suspected_crime": "no",
            "referrer_kind": "school",
            "referrer_name": "Dilys Lead",
            "referrer_phone": "01632 960 102",
            "concern": self.words,
            "parents_informed": "agreed",
            "children-0-given_names": _name(chance >> 32),
            "children-0-family_name": _name(chance >> 80),
            "children-0-born-day": str(born.day),
            "children-0-born-month": str(born.month),
            "children-0-born-year": str(born.year),
        }


def _name(number: int) -> str:
    """A made-up name of four syllables."""
    syllables = []
    for _ in range(4):
        number, letter = divmod(number, len(_LETTERS))
        number, vowel = divmod(number, len(_VOWELS))
        syllables.append(_LETTERS[letter] + _VOWELS[vowel])
    return "".join(syllables).capitalize()


@dataclass
class Journal:
    """What the officers were told was recorded, and how often they got no answer."""

    told: dict[UUID, str] = field(default_factory=dict)  # key -> the contact's id
    unanswered: int = 0
    apologies: Counter[int] = field(default_factory=Counter)  # pages that said so, by status
    forgotten: int = 0  # of those, how many did not show what had been typed
    refused: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, call: Call, contact: str) -> None:
        """The service has said that it is recorded."""
        with self.lock:
            self.told[call.key] = contact

    def note_failure(self, status: int, *, shown: bool) -> None:
        """No answer came (status 0), or a page that says that it cannot be; whether it shows the words."""
        with self.lock:
            if status:
                self.apologies[status] += 1
                self.forgotten += not shown
            else:
                self.unanswered += 1


class Officer:
    """One person signed in, with one request at a time."""

    def __init__(self, port: int, person: str, file: bytes = b"") -> None:
        """`file` is sent along with each contact."""
        self.port, self.person, self.file = port, person, file
        self.cookies: dict[str, str] = {}

    def sign(self, call: Call, journal: Journal) -> None:
        """Send one contact until the service says that it is recorded."""
        while True:
            status, where, page = self._post(f"/telephone/{call.key}/", call.form(), self.file)
            if status == 302 and where.startswith("/contacts/"):
                journal.note(call, where.split("/")[2])
                return
            if status in {302, 403}:  # signed out
                self.sign_in()
            elif status in {0, 429, 500, 502, 503}:
                journal.note_failure(status, shown=call.words in unescape(page))
                time.sleep(_PAUSE)
            else:
                journal.refused.append(f"{status}: {_words(page)}")
                return

    def sign_in(self) -> None:
        """By the demonstration's own button, as often as it takes."""
        while True:
            self.cookies = {}
            _, _, page = self.ask("GET", "/sign-in/")
            mine = next((form for form in page.split("<form") if f">{self.person}<" in form), "")
            user = re.search('name="user" value="([^"]+)"', mine)
            if user and self._post("/sign-in/as/", {"user": user[1]})[0] == 302:
                return
            time.sleep(_PAUSE)

    def _post(self, path: str, fields: dict[str, str], file: bytes = b"") -> tuple[int, str, str]:
        token = next((value for name, value in self.cookies.items() if name.endswith("-form")), "")
        sent = {**fields, "csrfmiddlewaretoken": token}
        if file:
            return self.ask("POST", path, _parts(sent, file), f"multipart/form-data; boundary={_BOUNDARY}")
        return self.ask("POST", path, urlencode(sent).encode())

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, str, str]:
        """One request: its status, where it leads, and the page. Status 0: there was no answer."""
        server = HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": kind}
        try:
            server.request(method, path, body, headers)
            answer = server.getresponse()
            page = answer.read().decode(errors="replace")
        except (OSError, HTTPException):
            return 0, "", ""
        finally:
            server.close()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.getheader("Location") or "", page


def _parts(fields: dict[str, str], file: bytes) -> bytes:
    """A form with a file, as a browser sends it."""
    head = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    told = (
        'Content-Disposition: form-data; name="file"; filename="letter.pdf"\r\nContent-Type: application/pdf'
    )
    return f"{head}--{_BOUNDARY}\r\n{told}\r\n\r\n".encode() + file + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _words(page: str) -> str:
    """The words of an error summary, or the first of the page."""
    summary = re.search(r"govuk-error-summary.*?</div>\s*</div>", page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", summary[0] if summary else page).split())[:300]


def all_signed(
    port: int,
    person: str,
    calls: list[Call],
    journal: Journal,
    *,
    officers: int,
    until: float,
    file: bytes = b"",
) -> None:
    """Sign every call, several officers at once; none is begun after that instant of the monotonic clock."""
    waiting, lock = iter(calls), Lock()

    def work(_: int) -> None:
        officer = Officer(port, person, file)
        officer.sign_in()
        while time.monotonic() < until:
            with lock:
                mine = next(waiting, None)
            if mine is None:
                return
            officer.sign(mine, journal)

    with ThreadPoolExecutor(officers) as pool:
        list(pool.map(work, range(officers)))


def calls(run: str, many: int) -> list[Call]:
    """That many different contacts."""
    return list(islice((Call(number, run) for number in range(1, many + 1)), many))

"""What no browser sends: requests without number to every address, as everybody, out of one seed."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import html5lib
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from goldthread.accounts.models import User
from goldthread.config.access_page import addresses_with_rules
from tests.proving import prove

MEGABYTE = 1024 * 1024
CHUNK = 400  # requests until the record is put back as it was
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_URLENCODED = "application/x-www-form-urlencoded"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
STRANGE = (
    "\0", "Ro\0wan", "\x1b[31m", "\u202egpj.exe", "\u2066", "روان", "👩‍👧‍👦" * 9, "X" + "\u0301" * 300,
    "\ufffd", "\ufeff", "0001", "9999", "0000-00-00", "10000-01-01", "2026-02-30",
    "99999999999999999999", "-1", "-0", "1e400", "NaN", "0x10", "٢٠٢٦", "½", "True", "null",
    "undefined", "[]", "{}", '{"a":', "[[[[[[[[", "''", '"', "\\", "%s%s%n", "{0.__class__}",
    "{{ 7*7 }}", "${7*7}", "<script>x</script>", "]]>", "--", "' OR 1=1 --", "; ls", "|id", "$(id)",
    "../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "//x.example.org", "http://x.example.org/",
    "javascript:x()", "\r\nSet-Cookie: a=b", " ", "\t", "\n" * 50, "", "a" * 300, "a" * 5000, "0" * 400,
    "9" * 400, "00000000-0000-0000-0000-000000000000", "not-an-id",
    "ffffffff-ffff-ffff-ffff-ffffffffffff", "24:61", "25:00", "3pm", "١٥:٠٠", "1/1/1", "31", "13", "0",
)  # fmt: skip
_OWN = ("_action", "_key", "_draft", "_version", "_seen", "_next", "csrfmiddlewaretoken")
_ACTIONS = (
    "continue", "back", "save", "look-up", "add-row:children", "remove-row:children-0", "add-row:",
    "remove-file:x", "add-row:" + "9" * 90, "remove-row:-1", "send", "check", "x",
)  # fmt: skip
_QUERIES = (
    "as", "let", "of", "to", "page", "next", "change", "kind", "children", "child", "q", "text", "on",
    "at", "from", "until", "step", "with", "start", "requirement", "n", "sort", "let[]", "known",
    "about", "word",
)  # fmt: skip

_HEAD = b'--b\r\nContent-Disposition: form-data; name="facts"'
_BROKEN = (
    _HEAD,
    _HEAD + b"\r\n\r\nx",
    _HEAD + b'; filename="../../x"\r\n\r\nx\r\n--b--',
    _HEAD + b'; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n',
    _HEAD * 50,
    _HEAD + b"\r\n" * 3000,
    b"--b--",
    b"--b\r\n\r\n",
    b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
)
_PARTS = "multipart/form-data; boundary="
_BROKEN_TYPES = (
    f"{_PARTS}b",
    "multipart/form-data",
    f"{_PARTS}\x7f",
    _PARTS + "b" * 300,
    "multipart/mixed; boundary=b",
)


@dataclass(frozen=True)
class Sent:
    """One request, told so that it can be sent again."""

    who: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """An answer of 500 or more: the request, and what broke."""

    sent: Sent
    status: int
    what: str


class Malformed:
    """Sends, and keeps what broke. `fills` is what to put in the places of an address to find something."""

    def __init__(self, people: Mapping[str, User | None], fills: Any, seed: int) -> None:
        self.people, self.fills = people, fills
        self.chance = random.Random(seed)
        self.addresses = sorted(address for address, _ in addresses_with_rules())
        self.statuses: dict[int, int] = {}
        self.faults: list[Fault] = []
        self._forms: dict[str, dict[str, list[str]]] = {}
        self._signed_in = {
            who: [_cookies(user, proves=proves) for proves in (True, False)] for who, user in people.items()
        }
        self._clients: dict[str, Client] = {}

    def send(self, number: int) -> None:
        """So many requests, over all addresses in turn; after each chunk the record is put back."""
        left = number
        turns = self._turns()
        while left > 0:
            with transaction.atomic():
                self._clients.clear()
                for _ in range(min(CHUNK, left)):
                    self._one(next(turns))
                transaction.set_rollback(True)
            left -= CHUNK

    def _turns(self) -> Iterator[str]:
        while True:
            self.chance.shuffle(self.addresses)
            yield from self.addresses

    def _one(self, address: str) -> None:
        sent = self._made(address)
        answer = self._answer(sent)
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            self.faults.append(Fault(sent, answer.status_code, _what(answer)))

    def _answer(self, sent: Sent) -> HttpResponse:
        client = self._client(sent.who)
        with transaction.atomic():
            answer: Any = client.generic(
                sent.method,
                sent.path,
                sent.body,
                sent.content_type or _URLENCODED,
                headers=dict(sent.headers),
            )
            if answer.streaming:
                b"".join(answer)
        if sent.path.startswith("/sign-out"):
            self._clients.pop(sent.who)
        return answer  # type: ignore[no-any-return]

    def _client(self, who: str) -> Client:
        if who not in self._clients:
            client = self._clients[who] = Client(raise_request_exception=False)
            client.cookies = SimpleCookie(self._any(self._signed_in[who]))
        return self._clients[who]

    def _made(self, address: str) -> Sent:
        who = self._any(list(self.people)[:1] * 4 + list(self.people))
        method = self._any(("POST",) * 12 + ("GET",) * 6 + METHODS)
        path = self._path(address) + self._query()
        if method != "POST":
            return Sent(who, method, path, headers=self._headers())
        body, content_type = self._body(address, who)
        return Sent(who, method, path, body, content_type, self._headers())

    def _any(self, of: Any) -> Any:
        return self.chance.choice(of)

    def _path(self, address: str) -> str:
        known = self.fills(address)
        broken = self.chance.random() < 0.25

        def put(place: re.Match[str]) -> str:
            kind, name = place[1] or "str", place[2]
            if broken and self.chance.random() < 0.7:
                return quote(self._any(STRANGE)[:200], safe="")
            if name in known and (values := list(known[name])) and self.chance.random() < 0.9:
                return str(self._any(values))
            return self._of_kind(kind)

        return _PLACE.sub(put, address)

    def _of_kind(self, kind: str) -> str:
        if kind == "uuid":
            return str(UUID(int=self.chance.getrandbits(128)))
        return (
            str(self._any((0, 1, 9999999999999999999999)))
            if kind == "int"
            else self._any(("x", "initial", "a-b"))
        )

    def _query(self) -> str:
        if self.chance.random() < 0.7:
            return ""
        pairs = [(self._any(_QUERIES), self._any(STRANGE)[:300]) for _ in range(self.chance.randint(1, 4))]
        raw = self._any(("", "", "&x=%ff%fe", "&%00=1", "&&==&", "&a=%zz"))
        return f"?{urlencode(pairs * self._any((1, 1, 2)))}{raw}"

    def _headers(self) -> dict[str, str]:
        if self.chance.random() < 0.9:
            return {}
        name = self._any(
            (
                "accept",
                "accept-language",
                "referer",
                "x-forwarded-for",
                "range",
                "cookie",
                "hx-request",
                "host",
            )
        )
        return {
            name: self._any(STRANGE)[:200]
            .encode("ascii", "replace")
            .decode()
            .replace("\n", " ")
            .replace("\r", " ")
        }

    def _body(self, address: str, who: str) -> tuple[bytes, str]:
        way = self.chance.random()
        if way < 0.08:
            return self._any(
                (b"\xff\xfe=\xff", b"a=%ff", b"&" * 999, b"=", b"{", b"[" * 9000, b"\0" * 99)
            ), self._any(
                (
                    _URLENCODED,
                    "application/json",
                    "text/plain",
                    "",
                    f"{_URLENCODED}; charset=klingon",
                    "x" * 99,
                )
            )
        if way < 0.16:
            return self._broken_parts()
        fields = self._changed(self._form(address, who))
        if way < 0.17:  # few: each takes as long as a hundred others
            fields += self._any(
                (
                    [("a", "x" * MEGABYTE)],
                    [("children-0-given_names", "Ro" * MEGABYTE)],
                    [("x", "1")] * 10_000,
                )
            )
        if way < 0.3:
            return _parts(fields, self._file())
        return urlencode(
            [(name, text.encode(errors="surrogatepass")) for name, text in fields]
        ).encode(), _URLENCODED

    def _broken_parts(self) -> tuple[bytes, str]:
        return self._any(_BROKEN), self._any(_BROKEN_TYPES)

    def _file(self) -> tuple[str, str, bytes]:
        names = ("assessment_file", "files", "file", "evidence", "paper")
        return (
            self._any(names),
            self._any(("a.pdf", "a.docx", "\0.png", "x" * 300, "..", "a.exe")),
            self._any(
                (
                    b"",
                    b"%PDF-1.7\n%%EOF",
                    b"PK\x03\x04",
                    b"\x89PNG\r\n\x1a\n",
                    b"\xff\xd8\xff",
                    b"MZ",
                    b"\0" * 3000,
                )
            ),
        )

    def _form(self, address: str, who: str) -> dict[str, list[str]]:
        """The fields that the page of this address asks, as somebody who may see it gets it."""
        if address not in self._forms:
            path = self._path(address)
            answer = self._answer(Sent(next(iter(self.people)), "GET", path))
            self._forms[address] = fields_of(answer) if answer.status_code == 200 else {}
            if answer.status_code >= 500:
                self.faults.append(Fault(Sent(who, "GET", path), answer.status_code, _what(answer)))
        return self._forms[address]

    def _changed(self, form: Mapping[str, list[str]]) -> list[tuple[str, str]]:
        fields = []
        for name, offered in form.items():
            chance = self.chance.random()
            if chance < 0.12:
                continue  # missing
            text = self._any(offered) if chance < 0.6 else self._any(STRANGE)
            fields += [(name, text)] * (2 if chance > 0.95 else 1)  # doubled
        for name in _OWN:
            if self.chance.random() < 0.12:
                fields.append((name, self._any(_ACTIONS if name == "_action" else STRANGE)))
        for _ in range(self.chance.randint(0, 2)):
            row = self._any(("-1", "0", "9999", "99999999999", "x", "0-0"))
            fields.append(
                (f"{self._any(list(form) or ['children'])}-{row}-{self._any(('', 'born-day', 'x'))}", "1")
            )
        self.chance.shuffle(fields)
        return fields


def _cookies(user: User | None, *, proves: bool) -> dict[str, str]:
    """Of somebody signed in, once for the whole run: what a chunk does to the session is undone with it."""
    client = Client()
    if user is not None:
        client.force_login(user)
        if proves:
            prove(client)
    return {name: one.value for name, one in client.cookies.items()}


def fields_of(answer: HttpResponse) -> dict[str, list[str]]:
    """Every control of a page, with what could be chosen or stands in it."""
    found: dict[str, list[str]] = {}
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return found
    tree: Any = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    for control in tree.iter():
        if control.tag in {"input", "textarea", "select"} and (name := control.get("name")):
            options = [option.get("value", "") for option in control.iter("option")]
            found.setdefault(name, []).extend(options or [control.get("value") or control.text or "words"])
    return found


def _parts(fields: list[tuple[str, str]], file: tuple[str, str, bytes]) -> tuple[bytes, str]:
    lines = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode(errors="replace")
        for name, text in fields
    ]
    name, called, content = file
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n\r\n'.encode()
    return b"".join([*lines, head, content, b"\r\n--b--\r\n"]), "multipart/form-data; boundary=b"


def _what(answer: Any) -> str:
    broke = getattr(answer, "exc_info", None)
    if not broke:
        return "no exception"
    kind, value, trace = broke
    while trace.tb_next:
        trace = trace.tb_next
    file = trace.tb_frame.f_code.co_filename.rpartition("goldthread/")[2]
    return f"{kind.__name__} in {file}:{trace.tb_lineno}: {str(value)[:120]}"

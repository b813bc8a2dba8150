"""A mail server and a GOV.UK Notify made of a few lines each, on this machine only."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class MailServer:
    """What the server says to each command, and the messages that it took."""

    port: int = 0
    replies: dict[str, str] = field(default_factory=dict)
    hangs_up_after: str = ""  # a command; "." is the end of the message
    taken: list[bytes] = field(default_factory=list)


class _MailSession(socketserver.StreamRequestHandler):
    """One client's talk with the mail server."""

    state: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 ready")
        for raw in self.rfile:
            command = raw.decode().split(" ")[0].strip().upper()
            if command == "DATA" and command not in self.state.replies:
                self.say("354 go on")
                self.take()
                command = "."
            if command == self.state.hangs_up_after:
                return
            self.say("221 bye" if command == "QUIT" else self.state.replies.get(command, "250 ok"))

    def take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if "." not in self.state.replies:
            self.state.taken.append(b"".join(line.removeprefix(b".") for line in lines))


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server while inside."""
    state = MailServer()
    session = type("Session", (_MailSession,), {"state": state})
    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), session)) as state.port:
        yield state


@dataclass
class Notify:
    """What Notify answers, and the notifications that it took."""

    address: str = ""
    status: int = 201
    hangs_up: bool = False  # takes the message, and says nothing
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def notify() -> Iterator[Notify]:
    """Notify while inside."""
    state = Notify()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Authorization"].startswith("Bearer ")
            state.asked.append(self.path)
            if state.status == 201:
                state.taken.append({"id": f"notification-{len(state.taken)}", **sent})
            if not state.hangs_up:
                self.answer(state.status, {"id": state.taken[-1]["id"]} if state.status == 201 else {})

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            state.asked.append(url.path)
            reference = parse_qs(url.query)["reference"][0]
            found = [each for each in state.taken if each["reference"] == reference]
            self.answer(200, {"notifications": found, "links": {}})

        def answer(self, status: int, body: dict[str, Any]) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
            """Say nothing."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Answers)) as port:
        state.address = f"http://127.0.0.1:{port}"
        yield state


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    """The server runs, on this port, while inside."""
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

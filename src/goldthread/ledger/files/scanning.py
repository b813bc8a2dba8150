"""Virus scanning by clamd, where the installation names one: a file's bytes over a socket, and its answer.

The protocol is clamd's INSTREAM: length and bytes, piece by piece, then a length of nought.
"""

import socket
import struct
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_PIECE = 64 * 1024
_TIMEOUT = 10.0  # seconds for each step of the conversation
_LONGEST_ANSWER = 4096


class NoAnswer(Exception):
    """The scanner cannot be reached, or did not look at the file: nothing is known of it."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says. `found` is the name of what it found; empty when there is nothing."""

    found: str = ""


def is_set() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.GOLDTHREAD_CLAMD)


def scan(content: bytes) -> Verdict:
    """Ask clamd. Raises NoAnswer."""
    try:
        with _connected() as to:
            to.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                to.sendall(struct.pack("!L", len(piece)) + piece)
            to.sendall(struct.pack("!L", 0))
            answer = _answer(to)
    except OSError as problem:
        raise NoAnswer from problem
    if answer == "stream: OK":
        return Verdict()
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(answer.removeprefix("stream: ").removesuffix(" FOUND")[:100] or "something")
    raise NoAnswer


def _connected() -> socket.socket:
    """GOLDTHREAD_CLAMD is host:port, or the path of a socket on this machine."""
    where = settings.GOLDTHREAD_CLAMD
    if where.startswith("/"):
        opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        opened.settimeout(_TIMEOUT)
        opened.connect(str(Path(where)))
        return opened
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_TIMEOUT)


def _answer(to: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER and (piece := to.recv(_LONGEST_ANSWER)):
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()

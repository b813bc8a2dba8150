"""PDF, older Word, RTF and plain text: is it that, and does it carry programs?

The bytes are searched, never run, and nothing is written to disk. OWASP ASVS 5.0: 5.2.2, 5.4.3.
"""

import re
import zlib

from goldthread.ledger.files.refusing import ACTIVE, BOMB, BROKEN, LOCKED, MACROS, MEGABYTE, NotAccepted

MOST_OPENED = 20 * MEGABYTE  # of a PDF's packed lists of objects
_MOST_LISTS = 2_000
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_LIST = re.compile(rb"/ObjStm\b.{0,2000}?stream\r?\n", re.DOTALL)
_PDF_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|SubmitForm|ImportData|GoToE)(?![A-Za-z0-9])"
)
_PDF_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = "WordDocument".encode("utf-16-le")
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA", "Macros"))
_OLE_ACTIVE = tuple(name.encode("utf-16-le") for name in ("ObjectPool", "\x01Ole10Native", "Equation Native"))
_RTF_ACTIVE = re.compile(
    rb"\\(obj(data|class|emb|link|autlink|update)|\*\\template|field.{0,40}DDE)", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(
    r"<\s*(!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|img|meta|link|style|form|a\s)",
    re.IGNORECASE,
)
_HEAD_OF_TEXT = 4096


def pdf(content: bytes) -> None:
    """Raises NotAccepted for one that is none, that runs something, or that cannot be looked into."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise NotAccepted(BROKEN)
    plain = _HEX.sub(lambda found: bytes([int(found[1], 16)]), content)
    if _PDF_LOCKED.search(plain):
        raise NotAccepted(LOCKED)
    if _PDF_ACTIVE.search(plain) or any(_PDF_ACTIVE.search(each) for each in _lists(content)):
        raise NotAccepted(ACTIVE)


def _lists(content: bytes) -> list[bytes]:
    """What stands in the packed lists of objects, where newer PDFs keep what they would run."""
    found, left = [], MOST_OPENED
    for place in _LIST.finditer(content):
        opened = zlib.decompressobj()
        try:
            one = opened.decompress(content[place.end() :], left)
        except zlib.error:
            continue  # packed in another way, which nobody uses for these
        left -= len(one)
        found.append(_HEX.sub(lambda hit: bytes([int(hit[1], 16)]), one))
        if left <= 0 or len(found) > _MOST_LISTS:
            raise NotAccepted(BOMB)
    return found


def word(content: bytes) -> None:
    """A Word file of before 2007. One that is locked has no Word part that can be seen."""
    if not content.startswith(_OLE):
        raise NotAccepted(BROKEN)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise NotAccepted(LOCKED)
    if _WORD not in content:
        raise NotAccepted(BROKEN)
    if any(mark in content for mark in _OLE_MACROS):
        raise NotAccepted(MACROS)
    if any(mark in content for mark in _OLE_ACTIVE):
        raise NotAccepted(ACTIVE)


def rtf(content: bytes) -> None:
    """Rich text, without objects in it."""
    if not content.startswith(b"{\\rtf"):
        raise NotAccepted(BROKEN)
    if _RTF_ACTIVE.search(content):
        raise NotAccepted(ACTIVE)


def text(content: bytes) -> None:
    """Plain words, in one of the ways in which computers here write them, and no page for a browser."""
    words = _read(content)
    if _CONTROL.search(words):
        raise NotAccepted(BROKEN)
    if _MARKUP.search(words[:_HEAD_OF_TEXT]):
        raise NotAccepted(ACTIVE)


def _read(content: bytes) -> str:
    ways = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for way in ways:
        try:
            return content.decode(way)
        except UnicodeDecodeError:
            continue
    raise NotAccepted(BROKEN)

"""Files that people send: what their bytes are, and whether they are safe to keep and to open.

The kinds, what makes each safe, and the limits are in docs/decisions/0043-what-comes-in-and-goes-out.md
(OWASP ASVS 5.0, 5.1.1).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from goldthread.ledger.fields import File
from goldthread.ledger.files import documents, pictures, zipped
from goldthread.ledger.files.refusing import ACTIVE, BROKEN, LOCKED, MEGABYTE, VIRUS, NotAccepted

__all__ = ["Accepted", "NotAccepted", "checked", "safe_name", "said"]

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OPEN_TYPE = "application/vnd.oasis.opendocument.text"
_OLE = bytes.fromhex("d0cf11e0")
_SAME_ENDING = {"jpeg": "jpg", "text": "txt"}
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# The harmless file by which scanners are tried (in two pieces, so that no scanner finds it here).
_TRIAL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"


@dataclass(frozen=True)
class Accepted:
    """A file as it is kept: the type that its bytes are, and the bytes; a picture is drawn afresh."""

    content_type: str
    content: bytes


def checked(field: File, name: str, content: bytes) -> Accepted:
    """The file as it may be kept, whatever its name and the browser say that it is. Raises NotAccepted."""
    limit = min(field.max_megabytes * MEGABYTE, settings.GOLDTHREAD_MAX_UPLOAD)
    if not content:
        raise NotAccepted("The file is empty. Choose another file")
    if len(content) > limit:
        raise NotAccepted(f"The file must be smaller than {limit // MEGABYTE} MB. Choose a smaller file")
    if _TRIAL in content:
        raise NotAccepted(VIRUS)
    ending = name.rpartition(".")[2].lower()
    ending = _SAME_ENDING.get(ending, ending)
    if ending not in field.kinds:
        raise NotAccepted(_other_kind(field))
    kind = _KINDS[ending]
    if not content.startswith(kind.begins):
        raise NotAccepted(LOCKED if ending == "docx" and content.startswith(_OLE) else _other_kind(field))
    return Accepted(kind.content_type, kind.look(content))


def _other_kind(field: File) -> str:
    return f"The file must be {said(field.kinds)}. Save it as one of these and choose it again"


def _as_it_is(look: Callable[[bytes], None]) -> Callable[[bytes], bytes]:
    """A look that changes nothing: what was signed by a program, or dated by it, stays provable."""

    def looked(content: bytes) -> bytes:
        look(content)
        return content

    return looked


def _docx(content: bytes) -> None:
    parts = zipped.check(content)
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        raise NotAccepted(BROKEN)


def _odt(content: bytes) -> None:
    parts = zipped.check(content)
    if parts.get("mimetype", b"").strip() != _OPEN_TYPE.encode():
        raise NotAccepted(BROKEN)
    if b"manifest:encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise NotAccepted(LOCKED)
    if any(name.startswith("Object ") and not name.endswith(".xml") for name in parts):
        raise NotAccepted(ACTIVE)


@dataclass(frozen=True)
class _Kind:
    content_type: str
    begins: tuple[bytes, ...]
    look: Callable[[bytes], bytes]


_KINDS: dict[str, _Kind] = {
    "pdf": _Kind("application/pdf", (b"%PDF-",), _as_it_is(documents.pdf)),
    "docx": _Kind(_WORD_TYPE, (b"PK",), _as_it_is(_docx)),
    "doc": _Kind("application/msword", (_OLE,), _as_it_is(documents.word)),
    "odt": _Kind(_OPEN_TYPE, (b"PK",), _as_it_is(_odt)),
    "rtf": _Kind("application/rtf", (b"{\\rtf",), _as_it_is(documents.rtf)),
    "txt": _Kind("text/plain", (b"",), _as_it_is(documents.text)),
    "jpg": _Kind("image/jpeg", (b"\xff\xd8\xff",), lambda content: pictures.redrawn(content, "JPEG")),
    "png": _Kind("image/png", (b"\x89PNG\r\n\x1a\n",), lambda content: pictures.redrawn(content, "PNG")),
}


def safe_name(name: str) -> str:
    """The file's own name, fit to be written anywhere, its ending kept (OWASP ASVS 5.0, 5.3.2 and 5.4.2)."""
    stem, _, ending = _UNWRITABLE.sub("", name).rpartition(".")
    return f"{stem.strip(' .')[:100] or 'file'}.{ending.strip()[:10]}"


def said(kinds: Iterable[str]) -> str:
    """Such as: a PDF, DOCX or TXT file."""
    *rest, last = [kind.upper() for kind in kinds]
    return f"a {', '.join(rest)} or {last} file" if rest else f"a {last} file"

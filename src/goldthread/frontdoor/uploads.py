"""Files that people send: what their bytes are, and whether they are of a kind that is safe to open."""

import io
import re
import zipfile
from collections.abc import Iterable
from urllib.parse import quote

import magic
from django.conf import settings

from goldthread.ledger.fields import File

_MEGABYTE = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What the bytes of each kind of file are. Older Word files are known only as a container.
_TYPES: dict[str, frozenset[str]] = {
    "pdf": frozenset({"application/pdf"}),
    "docx": frozenset({_OFFICE}),
    "doc": frozenset({"application/msword", "application/x-ole-storage", "application/CDFV2"}),
    "odt": frozenset({"application/vnd.oasis.opendocument.text"}),
    "rtf": frozenset({"text/rtf", "application/rtf"}),
    "txt": frozenset({"text/plain"}),
    "jpg": frozenset({"image/jpeg"}),
    "png": frozenset({"image/png"}),
}
_ZIPPED = frozenset({"docx", "odt"})
# How files that carry programs give themselves away: parts of a zipped one, and a name inside an older one.
_MACRO_PARTS = re.compile(r"vbaproject\.bin$|\.class$|^(basic|scripts)/", re.IGNORECASE)
_MACRO_MARK = "_VBA_PROJECT".encode("utf-16-le")
_SAME_ENDING = {"jpeg": "jpg", "text": "txt"}
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class NotAccepted(ValueError):
    """The file cannot be kept. The message says why, and what would be accepted."""


def checked(field: File, name: str, content: bytes) -> str:
    """The type that the bytes are, whatever the name says. Raises NotAccepted."""
    limit = min(field.max_megabytes * _MEGABYTE, settings.GOLDTHREAD_MAX_UPLOAD)
    if not content:
        raise NotAccepted("The file is empty. Choose another file")
    if len(content) > limit:
        raise NotAccepted(f"The file must be smaller than {limit // _MEGABYTE} MB. Choose a smaller file")
    content_type = magic.from_buffer(content, mime=True)
    ending = name.rpartition(".")[2].lower()
    ending = _SAME_ENDING.get(ending, ending)
    if ending not in field.kinds or content_type not in _TYPES[ending]:
        raise NotAccepted(
            f"The file must be {said(field.kinds)}. Save it as one of these and choose it again"
        )
    if _has_macros(ending, content):
        raise NotAccepted(
            "The file has macros in it, which can carry viruses. Save it as a PDF and choose it again"
        )
    return str(content_type)


def safe_name(name: str) -> str:
    """The file's own name, fit to be written anywhere, its ending kept."""
    stem, _, ending = _UNWRITABLE.sub("", name).rpartition(".")
    return f"{stem.strip(' .')[:100] or 'file'}.{ending.strip()[:10]}"


def disposition(name: str) -> str:
    """The header that has a browser save a file under its own name, never open it."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\%;' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def said(kinds: Iterable[str]) -> str:
    """Such as: a PDF, DOCX or TXT file."""
    *rest, last = [kind.upper() for kind in kinds]
    return f"a {', '.join(rest)} or {last} file" if rest else f"a {last} file"


def _has_macros(ending: str, content: bytes) -> bool:
    """Whether an office file carries programs. One that cannot be listed counts as if it did."""
    if ending not in _ZIPPED:
        return ending == "doc" and _MACRO_MARK in content
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return True
    return any(_MACRO_PARTS.search(name) for name in names)

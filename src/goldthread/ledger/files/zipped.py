"""Office files that are zip archives: how much they unpack to, and whether they carry programs.

OWASP ASVS 5.0: 5.2.3 (size and number before unpacking), 5.2.5 (no links), 5.3.3 (no paths out of it).
Nothing is written to disk, and no XML of a stranger's is parsed.
"""

import io
import re
import stat
import struct
import zipfile
import zlib

from goldthread.ledger.files.refusing import ACTIVE, BOMB, BROKEN, LOCKED, MACROS, MEGABYTE, NotAccepted

MOST_PARTS = 2_000
MOST_UNPACKED = 150 * MEGABYTE  # of all parts together
_PIECE = 64 * 1024
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"  # the record that ends an archive: nothing may follow it but the comment that it counts
_END_LENGTH, _COMMENT_AT = 22, 20
_MACRO_PART = re.compile(r"(^|/)vba[^/]*\.(bin|xml)$|\.class$|^(basic|scripts)/|macrosheets/", re.IGNORECASE)
_ACTIVE_PART = re.compile(
    r"\.(exe|dll|com|scr|js|jse|vbs|vbe|wsf|hta|lnk|jar|bat|cmd|ps1|html?|svg|swf)$|activex/|oleobject[^/]*\.bin$",
    re.IGNORECASE,
)
_XML_PART = re.compile(r"\.(xml|rels|rdf)$", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(ENTITY|DOCTYPE)", re.IGNORECASE)
# A template, a frame or an object that is fetched from elsewhere when the file is opened.
_FETCHES = re.compile(
    rb"<[^<>]{0,2000}(attachedTemplate|oleObject|/frame|subDocument)[^<>]{0,2000}TargetMode\s*=\s*.External"
    rb"|<[^<>]{0,2000}TargetMode\s*=\s*.External[^<>]{0,2000}(attachedTemplate|oleObject|/frame|subDocument)",
    re.IGNORECASE,
)
_EVENTS = re.compile(rb"<script:event-listener", re.IGNORECASE)


def check(content: bytes) -> dict[str, bytes]:
    """The first 4 kB of each part, by name. Raises NotAccepted for what must not be kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _looked_through(archive, content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        struct.error,
    ) as e:
        raise e if isinstance(e, NotAccepted) else NotAccepted(BROKEN) from e


def _looked_through(archive: zipfile.ZipFile, content: bytes) -> dict[str, bytes]:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAccepted(BOMB)
    if not content.startswith(b"PK\x03\x04") or not _ends_there(content):
        raise NotAccepted(BROKEN)  # something stands before or after it: it is two kinds of file at once
    left, heads = MOST_UNPACKED, {}
    for part in parts:
        _refuse_name(part)
        unpacked = _unpacked(archive, part, left)
        left -= len(unpacked)
        _refuse_words(part.filename, unpacked)
        if part.filename in heads:
            raise NotAccepted(BROKEN)  # two parts of one name: readers differ on which they show
        heads[part.filename] = unpacked[:4096]
    return heads


def _ends_there(content: bytes) -> bool:
    at = content.rfind(_END)
    if at < 0 or at + _END_LENGTH > len(content):
        return False
    (comment,) = struct.unpack_from("<H", content, at + _COMMENT_AT)
    return bool(at + _END_LENGTH + comment == len(content))


def _refuse_name(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if part.flag_bits & _ENCRYPTED:
        raise NotAccepted(LOCKED)
    if (
        stat.S_ISLNK(part.external_attr >> 16)
        or name.startswith(("/", "\\"))
        or ".." in re.split(r"[/\\]", name)
    ):
        raise NotAccepted(BROKEN)
    if _MACRO_PART.search(name):
        raise NotAccepted(MACROS)
    if _ACTIVE_PART.search(name):
        raise NotAccepted(ACTIVE)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """What it really unpacks to, whatever its head says."""
    pieces, size = [], 0
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if size > most:
                raise NotAccepted(BOMB)
            pieces.append(piece)
    return b"".join(pieces)


def _refuse_words(name: str, unpacked: bytes) -> None:
    if not _XML_PART.search(name):
        if unpacked.startswith((b"MZ", b"\x7fELF")):
            raise NotAccepted(ACTIVE)
        return
    if _MACRO_TYPE.search(unpacked):
        raise NotAccepted(MACROS)
    if _ENTITIES.search(unpacked) or _FETCHES.search(unpacked) or _EVENTS.search(unpacked):
        raise NotAccepted(ACTIVE)

"""Files made to do harm, each small and harmless itself, and the sentence that each is refused with."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MACROS, ACTIVE, LOCKED = "has macros", "has a program or another file", "locked with a password"
BOMB, BROKEN, PIXELS, KIND, VIRUS = (
    "unpacks to more",
    "is damaged",
    "50 million dots",
    "must be a PDF",
    "A virus",
)

Hostile = tuple[str, str, bytes, str]
"""What it tries, the name under which it comes, its bytes, and words of the refusal."""


def zipped(parts: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", how) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return kept.getvalue()


def docx(**more: str | bytes) -> bytes:
    """A Word file with parts besides; `__` in a name stands for a slash, and `_dot_` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": "<w:document/>", **named})


def odt(parts: dict[str, str | bytes] | None = None) -> bytes:
    """A file of LibreOffice."""
    return zipped({"mimetype": OPEN_DOCUMENT, "content.xml": "<office:document/>", **(parts or {})})


def pdf(inside: bytes = b"") -> bytes:
    """A PDF, as far as its head and end go."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b">>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )


def ole(*names: str) -> bytes:
    """A Word file of before 2007 with these things in it."""
    return _OLE + b"".join(name.encode("utf-16-le") + b"\0" * 40 for name in ("WordDocument", *names))


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2), **more: object) -> bytes:
    """A small picture."""
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind, **more)
    return kept.getvalue()


def flood() -> bytes:
    """A PNG whose head claims a hundred thousand dots by as many, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))

    head = struct.pack("!LLBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def _packed_list() -> bytes:
    hidden = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")
    return b"2 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + hidden + b"\nendstream endobj"


def _packed_bomb() -> bytes:
    return b"2 0 obj << /Type /ObjStm >> stream\n" + zlib.compress(b"\0" * 2_000_000) + b"\nendstream endobj"


def _linked() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", OPEN_DOCUMENT)
        link = zipfile.ZipInfo("content.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return kept.getvalue()


def _lying() -> bytes:
    """An archive whose head says that a part is one byte long."""
    whole = bytearray(docx(word__media__a_dot_png=b"\0" * 3_000_000))
    at = whole.rfind(b"PK\x01\x02")
    struct.pack_into("<L", whole, at + 24, 1)
    return bytes(whole)


def _twice() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        for text in ("<seen/>", "<hidden/>"):
            archive._didModify = True
            archive.filelist.append(info := zipfile.ZipInfo("word/document.xml"))
            archive.filelist.pop()
            archive.NameToInfo.pop("word/document.xml", None)
            archive.writestr(info, text)
    return kept.getvalue()


def _template() -> str:
    where = "http://x.example.org"
    return f'<Relationship Type="{where}/attachedTemplate" Target="{where}/a" TargetMode="External"/>'


def _office() -> Iterator[Hostile]:
    """In zipped office files."""
    yield "a Word macro", "a.docx", docx(word__vbaProject_dot_bin=b"x"), MACROS
    yield (
        "a file type with macros",
        "a.docx",
        docx(word__x_dot_xml="ContentType='x.macroEnabled.main'"),
        MACROS,
    )
    yield "an old Excel macro", "a.docx", docx(xl__macrosheets__s_dot_xml="<x/>"), MACROS
    yield "a LibreOffice macro", "a.odt", odt({"Basic/Standard/Module1.xml": "x"}), MACROS
    yield "a Python macro", "a.odt", odt({"Scripts/python/x.py": "x"}), MACROS
    yield "an act on opening", "a.odt", odt({"settings.xml": "<script:event-listener/>"}), ACTIVE
    yield "a packed object", "a.docx", docx(word__embeddings__oleObject1_dot_bin=b"x"), ACTIVE
    yield "an ActiveX control", "a.docx", docx(word__activeX__a_dot_xml="<x/>"), ACTIVE
    yield "a program", "a.docx", docx(word__media__a_dot_exe=b"MZ"), ACTIVE
    yield "a program under the name of a picture", "a.docx", docx(word__media__a_dot_png=b"MZ\x90"), ACTIVE
    yield (
        "a template from elsewhere",
        "a.docx",
        docx(word___rels__settings_dot_xml_dot_rels=_template()),
        ACTIVE,
    )
    yield "words that unfold", "a.docx", docx(word__x_dot_xml='<!DOCTYPE x [<!ENTITY a "aa">]>'), ACTIVE
    yield "a drawing with a script", "a.odt", odt({"Pictures/a.svg": _SVG}), ACTIVE
    yield "a bomb", "a.docx", docx(word__media__a_dot_bin=b"\0" * 2_000_000), BOMB
    yield "a bomb that says it is small", "a.docx", _lying(), BROKEN
    yield "too many parts", "a.docx", docx(**{f"x{n}": "" for n in range(2_001)}), BOMB
    yield "a link out of the archive", "a.odt", _linked(), BROKEN
    yield "a path out of the archive", "a.odt", odt({"../../etc/cron.d/x": "x"}), BROKEN
    yield "a path from the root", "a.odt", odt({"/etc/x": "x"}), BROKEN
    yield "two parts of one name", "a.docx", _twice(), BROKEN
    yield "something after its end", "a.docx", docx() + pdf(), BROKEN
    yield "something before its beginning", "a.docx", pdf() + docx(), KIND
    yield "any zip", "a.docx", zipped({"x.txt": "x"}), BROKEN
    yield "a locked Word file", "a.docx", ole("EncryptedPackage"), LOCKED
    yield "cut short", "a.docx", docx()[:-30], BROKEN


def _others() -> Iterator[Hostile]:
    """In every other kind."""
    yield "a PDF with a script", "a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), ACTIVE
    yield "one that hides its name", "a.pdf", pdf(b"/OpenAction << /S /J#61vaScript >>"), ACTIVE
    yield "one in a packed list", "a.pdf", pdf().replace(b"trailer", _packed_list() + b"\ntrailer"), ACTIVE
    yield "a PDF that starts a program", "a.pdf", pdf(b"/AA << /S /Launch /F (cmd.exe) >>"), ACTIVE
    yield "a PDF with a file in it", "a.pdf", pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), ACTIVE
    yield (
        "a PDF that unpacks for ever",
        "a.pdf",
        pdf().replace(b"trailer", _packed_bomb() + b"\ntrailer"),
        BOMB,
    )
    yield "a locked PDF", "a.pdf", pdf(b"/Encrypt 5 0 R "), LOCKED
    yield "a PDF with no end", "a.pdf", b"%PDF-1.7\n", BROKEN
    yield "an older Word macro", "a.doc", ole("Macros", "_VBA_PROJECT"), MACROS
    yield "an older Word object", "a.doc", ole("ObjectPool"), ACTIVE
    yield "an older spreadsheet", "a.doc", _OLE + "Workbook".encode("utf-16-le"), BROKEN
    yield "an object in rich text", "a.rtf", rb"{\rtf1{\object\objdata 0105}}", ACTIVE
    yield "a page as text", "a.txt", b"<html><script>alert(1)</script></html>", ACTIVE
    yield "a drawing as text", "a.txt", b"\xef\xbb\xbf <?xml version='1.0'?>" + _SVG, ACTIVE
    yield "bytes as text", "a.txt", b"\x7fELF\0\0\0\x01", BROKEN
    yield "a program", "a.pdf", b"MZ\x90\x00\x03", KIND
    yield "a program as a picture", "a.png", b"MZ\x90\x00\x03", KIND
    yield "a drawing", "a.svg", _SVG, KIND
    yield "a drawing as a picture", "a.png", _SVG, KIND
    yield "a page", "a.html", b"<html></html>", KIND
    yield "a PDF as a picture", "a.png", pdf(), KIND
    yield "a spreadsheet with macros", "a.xlsm", docx(), KIND
    yield "no ending", "a", b"words", KIND
    yield "two endings", "a.pdf.exe", pdf(), KIND
    yield "an ending turned round", "exe.\u202efdp", pdf(), KIND
    yield "a flood of dots", "a.png", flood(), PIXELS
    yield "a broken picture", "a.jpg", picture("JPEG")[:40], BROKEN
    yield "half a picture", "a.png", picture(size=(300, 300))[:-40], BROKEN
    yield "the scanners' trial file", "a.txt", _trial(), VIRUS
    yield "the trial file in a PDF", "a.pdf", pdf(_trial()), VIRUS
    yield "nothing", "a.pdf", b"", "is empty"
    yield "too much", "a.txt", b"x" * (10 * 1024 * 1024 + 1), "smaller than 10 MB"


def _trial() -> bytes:
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def corpus() -> list[Hostile]:
    """All of them."""
    return [*_office(), *_others()]


HARMLESS: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.pdf", pdf, "application/pdf"),
    ("a.docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.odt", odt, OPEN_DOCUMENT),
    ("a.doc", ole, "application/msword"),
    ("a.rtf", lambda: rb"{\rtf1 Seen at home}", "application/rtf"),
    ("notes.TXT", "Rowan – tired < 3 days".encode, "text/plain"),
    ("notes.txt", lambda: "Zoë was £3 short".encode("cp1252"), "text/plain"),
    ("notes.text", lambda: "Zoë".encode("utf-16"), "text/plain"),
    ("A.JPEG", lambda: picture("JPEG"), "image/jpeg"),
    ("a.png", picture, "image/png"),
]

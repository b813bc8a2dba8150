"""A file is what its bytes are; what it is called is made safe to write."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.uploads import NotAccepted, checked, disposition, safe_name
from goldthread.ledger.fields import File

FIELD = Contact.fields["assessment_file"]
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


def zipped(*names: str, first: tuple[str, str] | None = None) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        for name, text in [*([first] if first else []), *((name, "x") for name in names)]:
            archive.writestr(name, text)
    return kept.getvalue()


def looked_at(name: str, content: bytes) -> str:
    assert isinstance(FIELD, File)
    return checked(FIELD, name, content)


@pytest.mark.takes(2)  # the first look reads the book of file types
def test_the_type_is_what_the_bytes_are() -> None:
    assert looked_at("a.pdf", b"%PDF-1.7\n%%EOF") == "application/pdf"
    assert looked_at("A.JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 40) == "image/jpeg"
    assert looked_at("notes.txt", "Rowan – tired".encode()) == "text/plain"
    assert looked_at("a.odt", zipped(first=("mimetype", OPEN_DOCUMENT))) == OPEN_DOCUMENT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00\x03"),
        ("a.png", b"%PDF-1.7\n%%EOF"),
        ("a.html", b"<html></html>"),
        ("a.txt", b"<html><script>alert(1)</script></html>"),
        ("no ending", b"words"),
        ("a.odt", zipped("Basic/Standard/Module1.xml", first=("mimetype", OPEN_DOCUMENT))),
    ],
)
@pytest.mark.takes(2)
def test_anything_else_is_refused_with_what_would_be_taken(name: str, content: bytes) -> None:
    with pytest.raises(NotAccepted, match=r"(must be a PDF, .* or PNG file|has macros)"):
        looked_at(name, content)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Assessment of Rowan.pdf", "Assessment of Rowan.pdf"),
        ("../../etc/passwd.txt", "etcpasswd.txt"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("gpj.\u202efdp.txt", "gpj.fdp.txt"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_name_of_any_script_survives_the_header() -> None:
    header = disposition('Zoë "عlder".pdf')
    assert header.isascii()
    assert header.startswith('attachment; filename="Zo_ ')
    assert "filename*=UTF-8''Zo%C3%AB%20%22%D8%B9lder%22.pdf" in header

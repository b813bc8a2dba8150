"""A file is what its bytes are: what could do harm is refused in clear words."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger.fields import File
from goldthread.ledger.files import Accepted, NotAccepted, checked, documents, pictures, safe_name, zipped
from tests.unit.ledger.hostile import HARMLESS, Hostile, corpus, picture

FIELD = Contact.fields["assessment_file"]
HOSTILE = corpus()


def looked_at(name: str, content: bytes) -> Accepted:
    assert isinstance(FIELD, File)
    return checked(FIELD, name, content)


@pytest.mark.takes(2)
@pytest.mark.parametrize("hostile", HOSTILE, ids=[f"{what}, {name[-8:]}" for what, name, _, _ in HOSTILE])
def test_what_could_do_harm_is_refused_and_the_words_say_why(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part, limit in ((zipped, "MOST_UNPACKED"), (documents, "MOST_OPENED")):
        monkeypatch.setattr(part, limit, 1024 * 1024)  # so that a bomb need not be large
    _, name, content, words = hostile
    with pytest.raises(NotAccepted, match=words):
        looked_at(name, content)


@pytest.mark.parametrize(("name", "content", "content_type"), HARMLESS)
def test_the_type_is_what_the_bytes_are(name: str, content: Callable[[], bytes], content_type: str) -> None:
    sent = content()
    accepted = looked_at(name, sent)
    assert accepted.content_type == content_type
    assert accepted.content == sent or content_type.startswith("image/")  # a paper is kept as it was sent


def photograph() -> bytes:
    """A picture as a telephone makes it: on its side, with where, when and by what it was taken."""
    told = Image.Exif()
    told[0x0112] = 6  # to be turned by a quarter
    told[0x010F] = "Telephone of Dean"
    told.get_ifd(0x8825)[2] = (54.0, 41.0, 0.0)  # degrees north
    kept = io.BytesIO()
    opened = Image.new("RGB", (8, 4), "red")
    opened.save(kept, "JPEG", exif=told, comment=b"taken at 3 Alder Row", icc_profile=b"profile of Dean")
    return kept.getvalue()


def test_a_photograph_keeps_its_dots_and_no_word_of_where_it_was_taken() -> None:
    sent = photograph()
    kept = looked_at("a.jpg", sent).content
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.size == (4, 8)
        assert not opened.getexif()
        red, green, blue = opened.convert("RGB").getpixel((1, 1))
        assert (red > 240, green < 15, blue < 15) == (True, True, True)
    for words in (b"Dean", b"Alder Row", b"Exif"):
        assert words in sent
        assert words not in kept


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    assert hidden not in looked_at("a.png", picture() + hidden).content
    assert hidden not in looked_at("a.jpg", picture("JPEG") + hidden).content


def test_pictures_of_every_way_to_hold_colours_are_drawn() -> None:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"):
        kept = io.BytesIO()
        kind = "JPEG" if mode == "CMYK" else "PNG"
        Image.new(mode, (3, 3)).save(kept, kind)
        assert pictures.redrawn(kept.getvalue(), kind)


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

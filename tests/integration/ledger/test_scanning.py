"""Where there is a virus scanner, nobody but its sender opens a file before it, and nobody after a find."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.operations import attaching
from goldthread.ledger import drafts
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.fields import File
from goldthread.ledger.files import NotAccepted, scanning
from goldthread.ledger.files import operations as files
from goldthread.ledger.models import Attachment, AuditRow, FileCheck
from goldthread.web import downloads
from tests import factories as make
from tests.factories import THURSDAY
from tests.unit.ledger.hostile import pdf, picture

State = FileCheck.State
FIELD = Contact.fields["assessment_file"]
NOBODY = "127.0.0.1:1"


@contextmanager
def clamd(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A scanner on this machine that hears one file out and gives this answer."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve() -> None:
            with server.accept()[0] as caller, caller.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while (length := struct.unpack("!L", stream.read(4))[0]) > 0:
                    heard.append(stream.read(length))
                caller.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", heard
        thread.join(20)


OK, FOUND = b"stream: OK\0", b"stream: Eicar-Signature FOUND\0"


@pytest.mark.parametrize(
    ("answer", "found"),
    [(OK, ""), (FOUND, "Eicar-Signature"), (b"stream: too large ERROR\0", None), (b"", None)],
)
def test_the_scanner_hears_the_whole_file_and_is_understood(
    answer: bytes, found: str | None, settings: Any
) -> None:
    content = bytes(range(256)) * 1000
    with clamd(answer) as (settings.GOLDTHREAD_CLAMD, heard):
        if found is None:
            with pytest.raises(scanning.NoAnswer):
                scanning.scan(content)
        else:
            assert scanning.scan(content) == scanning.Verdict(found)
    assert b"".join(heard) == content


def attached(content: bytes = b"", name: str = "a.pdf") -> Attachment:
    """A file in a new draft of a teacher's."""
    assert isinstance(FIELD, File)
    by = drafts.Holder(user=make.user("professional_referrer", of=make.agency("Alderbrook", "school")))
    draft = drafts.start(by=by, at=THURSDAY, kind="contact", raw={"concern": ["Crying at night."]})
    return attaching.attach(
        by=by, at=THURSDAY, draft=draft.pk, field=FIELD, name=name, content=content or pdf()
    )


def opens(file: Attachment, *, own: bool = False) -> bool:
    try:
        return downloads.kept(file, own=own).status_code == 200
    except PermissionDenied:
        return False


def note(file: Attachment) -> str:
    return FileCheck.objects.get(pk=file.pk).note


@pytest.mark.django_db
def test_a_file_is_closed_to_others_until_the_scanner_has_looked_and_to_all_after_a_find(
    settings: Any,
) -> None:
    settings.GOLDTHREAD_CLAMD = NOBODY
    good, bad = attached(), attached(picture(), "a.png")
    for file in (good, bad):
        assert file.check_of.state == State.WAITING
        assert (opens(file), opens(file, own=True)) == (False, True)
        assert note(file) == "not scanned for viruses yet"
    assert files.scan_what_waits(by=SYSTEM, at=THURSDAY) == 0
    FileCheck.objects.update(state=State.SAFE)
    for file, answer in ((good, OK), (bad, FOUND)):
        FileCheck.objects.filter(pk=file.pk).update(state=State.WAITING)
        with clamd(answer) as (settings.GOLDTHREAD_CLAMD, _):
            assert files.scan_what_waits(by=SYSTEM, at=THURSDAY) == 1
    settings.GOLDTHREAD_CLAMD = NOBODY
    assert (opens(good), note(good)) == (True, "")
    assert (opens(bad), opens(bad, own=True)) == (False, False)
    assert set(AuditRow.objects.filter(act__startswith="file.").values_list("act", flat=True)) == {
        "file.safe",
        "file.infected",
    }


@pytest.mark.django_db
def test_a_file_in_which_the_scanner_finds_something_is_not_kept(settings: Any) -> None:
    with (
        clamd(FOUND) as (settings.GOLDTHREAD_CLAMD, _),
        pytest.raises(NotAccepted, match="A virus was found"),
    ):
        attached()
    assert not Attachment.objects.exists()
    with clamd(OK) as (settings.GOLDTHREAD_CLAMD, _):
        assert opens(attached())


@pytest.mark.django_db
def test_without_a_scanner_the_page_says_that_there_was_none() -> None:
    file = attached()
    assert (opens(file), note(file)) == (True, "not scanned for viruses")


@pytest.mark.django_db
def test_what_a_browser_gets_is_to_be_saved_and_runs_nothing() -> None:
    answer = downloads.kept(attached(name='Zoë "عlder".pdf'))
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Disposition"].isascii()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.django_db
def test_one_person_cannot_fill_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "MOST_FILES", 0)
    with pytest.raises(NotAccepted, match="too many files"):
        attached()
    monkeypatch.setattr(attaching, "MOST_FILES", 40)
    monkeypatch.setattr(attaching, "MOST_BYTES", 10)
    with pytest.raises(NotAccepted, match="too many files"):
        attached()

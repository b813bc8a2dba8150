"""The list of the kept log: at whatever instant the machine is lost, it leads back (figure R8)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goldthread.config.backup import chain, logs

AT = datetime(2026, 4, 1, 3, tzinfo=UTC)
SEGMENT = "000000010000000000000003"


def written(folder: Path, name: str, words: str = "what was written") -> Path:
    fresh = folder / f"{chain.FRESH}{name}"
    fresh.write_text(words)
    return fresh


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A base, and nothing of the log but the segment that is being written."""
    chain.put(tmp_path, written(tmp_path, "base.tar"), at=AT, log_from=SEGMENT)
    spool(tmp_path, chain.PARTIAL, "the beginning")
    return tmp_path


def spool(folder: Path, kind: str, words: str, *, later: int = 0) -> None:
    """What of the log lies in the spool, and goes from there to the folder."""
    aside = folder.parent / f"{folder.name}-spool"
    aside.mkdir(exist_ok=True)
    (aside / f"{SEGMENT}{chain.PARTIAL}").unlink(missing_ok=True)  # it becomes the whole
    (aside / f"{SEGMENT}{kind}").write_text(words)
    logs.put_away(aside, folder, {}, at=AT + timedelta(seconds=later))


def test_lost_before_the_line_was_written_what_was_there_before_counts(kept: Path) -> None:
    written(kept / "log", f"{SEGMENT}{chain.PARTIAL}-later.gz", "half of it")
    assert list(chain.faults(kept, reaches=AT)) == []


def test_lost_before_the_file_got_its_name_the_file_counts(kept: Path) -> None:
    newest = chain.read(kept)[-1]
    file = kept / newest.name
    aside = file.rename(file.with_name(f"{chain.FRESH}{file.name}"))
    assert list(chain.faults(kept, reaches=AT)) == []
    assert chain.where(kept, newest) == aside
    aside.write_text("something else")
    assert [fault for fault in chain.faults(kept) if "is not the file that was put away" in fault]


def test_half_a_line_tells_of_nothing_and_the_list_goes_on(kept: Path) -> None:
    with (kept / chain.LIST).open("a") as opened:
        opened.write('{"name": "log/0000')
    assert list(chain.faults(kept, reaches=AT)) == []
    spool(kept, chain.PARTIAL, "the beginning and more", later=5)
    assert list(chain.faults(kept, reaches=AT + timedelta(seconds=5))) == []


def test_of_a_segment_one_file_stays_and_in_the_end_the_whole(kept: Path) -> None:
    for later, kind in ((5, chain.PARTIAL), (10, chain.PARTIAL), (15, "")):
        spool(kept, kind, f"after {later} seconds", later=later)
        assert len(list((kept / "log").iterdir())) == 1
        assert list(chain.faults(kept, reaches=AT + timedelta(seconds=later))) == []
    assert not chain.read(kept)[-1].is_partial


def test_a_segment_that_becomes_whole_while_it_is_read_is_left_for_the_next_time(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "glob", lambda *_: [kept / f"{SEGMENT}{chain.PARTIAL}"])
    logs.put_away(kept, kept, {}, at=AT)
    monkeypatch.undo()
    assert list(chain.faults(kept, reaches=AT)) == []


def test_a_base_that_is_listed_while_the_log_is_kept_breaks_no_chain(kept: Path) -> None:
    def put(number: int) -> None:
        chain.put(kept, written(kept, f"file {number}"), at=AT)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(60)))
    assert len(chain.read(kept)) == 62
    assert list(chain.faults(kept, reaches=AT)) == []

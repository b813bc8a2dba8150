"""Where the outage packs lie, what they are called and how old the newest is. Knows no table."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

WHERE = "GOLDTHREAD_OUTAGE_TO"
_PART = ".part"  # of a pack that is being made, or whose making was cut off
_STAMP = "%Y%m%dT%H%M%SZ"


def begun(folder: Path, *, at: datetime) -> Path:
    """A folder for the pack of that instant, until it is `finished`."""
    fresh = folder / f"{settings.GOLDTHREAD_AUTHORITY}-{at:{_STAMP}}{_PART}"
    fresh.mkdir(parents=True, mode=0o700)
    return fresh


def finished(fresh: Path) -> Path:
    """It is whole: where it lies now."""
    return fresh.rename(fresh.with_suffix(""))


def forget(folder: Path, *, but: int) -> None:
    """Destroy what is older than so many of the newest packs, and every one whose making was cut off."""
    whole = _packs(folder)
    cut_off = [path for path in folder.glob(f"{settings.GOLDTHREAD_AUTHORITY}-*{_PART}") if path.is_dir()]
    for pack in [*whole[:-but], *cut_off]:
        for file in pack.iterdir():
            file.unlink()
        pack.rmdir()


def newest(folder: Path) -> datetime | None:
    """Of when the newest whole pack is."""
    whole = _packs(folder)
    stamp = whole[-1].name.rpartition("-")[2] if whole else ""
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC) if stamp else None


def _packs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"{settings.GOLDTHREAD_AUTHORITY}-*Z") if path.is_dir())

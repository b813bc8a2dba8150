"""Files that only who has the key may read: encrypted to age recipients, opened with age identities."""

import os
import shutil
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings

from goldthread.config import env
from goldthread.config.backup.manifest import LOCKED, Damaged

RECIPIENT = "GOLDTHREAD_BACKUP_TO"
IDENTITY = "GOLDTHREAD_BACKUP_KEY"


def recipients(setting: str = RECIPIENT) -> list[Any]:
    """Who may open what is put away, by the setting of that name.

    Raises env.BadSetting for a bad recipient and, in earnest, for none: whoever finds a backup in clear has
    the whole record.
    """
    named = env.words(setting)
    if not named and not settings.GOLDTHREAD_DEMO:
        raise env.BadSetting(f"{setting} is not set: what leaves is encrypted to an age recipient (age1...)")
    try:
        return [pyrage.x25519.Recipient.from_str(one) for one in named]
    except pyrage.RecipientError as problem:
        raise env.BadSetting(f"{setting}: {problem}: write age recipients (age1...)") from problem


def lock(source: IO[bytes], to: Path, for_whom: list[Any]) -> Path:
    """Write a stream to a file that only we may read, encrypted to these; where it is now, on the disk."""
    locked = to.with_name(to.name + LOCKED) if for_whom else to
    locked.touch(mode=0o600)
    with locked.open("wb") as file:
        if for_whom:
            pyrage.encrypt_io(source, file, for_whom)
        else:
            shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
    return locked


def unlock(file: Path, to: IO[bytes]) -> None:
    """Write what is in a file, in clear. Raises manifest.Damaged where no key opens it."""
    with file.open("rb") as source:
        if file.suffix != LOCKED:
            shutil.copyfileobj(source, to)
            return
        try:
            pyrage.decrypt_io(source, to, _identities())
        except pyrage.DecryptError as problem:
            raise Damaged(f"{file}: no key in {IDENTITY} opens it ({problem})") from problem


def _identities() -> list[Any]:
    """The keys in the file that GOLDTHREAD_BACKUP_KEY names, as age-keygen writes them."""
    file = Path(env.required(IDENTITY, "the backup is encrypted; it names the file with the age key"))
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]

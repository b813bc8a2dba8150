"""Makes one authority's service ready to run: tables as the owner, static files, on a first start the people.

`up` does this itself for the first authority; for every other it runs this module, in that one's name.
"""

import os
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from goldthread.config import bootstrap, database, durability
from goldthread.config.diagnosis import migrations_waiting
from goldthread.config.paths import STATIC


def prepare() -> None:
    """Prepare this process's authority. The database runs, and this process connects to it as the owner."""
    django.setup()
    is_migrating = bool(migrations_waiting())
    if is_migrating:
        call_command("migrate", verbosity=0)
    if _static_files_are_stale():
        say("collecting the static files")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    is_first_start = not get_user_model().objects.exists()
    os.environ[database.ROLE_VARIABLE] = "app"  # for the processes that are started from here on
    durability.refuse_forgetful()
    if settings.GOLDTHREAD_DEMO and is_first_start:
        say(f"loading the demonstration for {settings.GOLDTHREAD_AUTHORITY}")
        _run("demo")
    elif is_migrating and not is_first_start:
        say("deriving anew what has changed its form")
        _run("rebuild")


def _run(command: str) -> None:
    """A command as the app role, in a process of its own: this one is the owner."""
    subprocess.run(
        [sys.executable, "-m", "django", command],
        check=True,
        env={**os.environ, database.PURPOSE_VARIABLE: "work"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def say(what: str) -> None:
    """Tell whoever started the service."""
    print(f"goldthread: {what}", file=sys.stderr, flush=True)


def _static_files_are_stale() -> bool:
    made = STATIC / "staticfiles.json"
    sources = [file for folder in settings.STATICFILES_DIRS for file in Path(folder).rglob("*")]
    return not made.exists() or any(file.stat().st_mtime > made.stat().st_mtime for file in sources)


if __name__ == "__main__":
    os.environ[database.ROLE_VARIABLE] = "owner"
    with bootstrap.running():
        prepare()
        connection.close()

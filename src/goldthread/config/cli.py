"""The commands that need Django or a tool. Anything else is looked for among the management commands."""

import os
import sys
from collections.abc import Callable

from django.core.management import execute_from_command_line

from goldthread.config import (
    bootstrap,
    checks,
    database,
    dependencies,
    doctor,
    env,
    match,
    testing,
    up,
    whole,
)
from goldthread.config.backup import base, logs, making, recovering, restoring
from goldthread.config.postgres import CannotStart
from goldthread.config.postgres_binaries import NoPostgres

USAGE = """usage: ./goldthread COMMAND

Running
  up [--port 8000] [--bind 127.0.0.1]   the whole service, on this machine
  doctor [--json]                       is everything as it should be?
  test [unit|integration|browser|rules] [-- pytest arguments]
  check                                 format, lint, types, layers, packs, migrations, generated pages, rules
  reference [--check]                   the generated pages of docs/reference
  manage COMMAND                        Django's own commands (manage help lists them)
People
  match PEOPLE QUERIES --out RESULTS    look each query up among the people of a file
  import FOLDER_OR_FILES [--dry-run]    bring people and past involvement over from another system's CSV files
Performance
  workload [--at T] [--known-at T] [--with PACK] [--csv FILE]   every duty, counted by rule and how it stands
Trust
  whole                                 is every act in the record whole, in every table?
  seal verify [--json]                  is the audit trail, and every entry, as it was sealed?
  dependencies list|sbom|audit          what it is made of, with licences; as CycloneDX; known faults of it
  backup DIR                            put the whole service away, encrypted
  restore DIR --into URL                bring it back into a blank database
  restore-verify DIR                    prove that a backup is whole, by bringing it back and comparing
  log-keep DIR                          the database's log goes there while it is written, encrypted
  base DIR                              a copy of the database's files, from which that log goes on
  log-check DIR [--reaches TIME]        is all of it there, unbroken?
  restore-to TIME|latest DIR            the database as it stood at that second, on a blank machine
  outage-pack                           what is needed out of hours while the service is down, encrypted
  access matrix [--json]                who gets what at every address: by role, relationship and level
  rebuild --check                       recompute what is derived from entries, and report differences
Procedures
  due, open, pathway, route, explain, simulate, packs, requirements   (each with --help)
"""
BAD_INPUT = 2
COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "up": up.main,
    "doctor": doctor.main,
    "test": testing.main,
    "check": checks.main,
    "match": match.main,
    "dependencies": dependencies.main,
    "backup": making.main,
    "restore": restoring.restore_main,
    "restore-verify": restoring.verify_main,
    "log-keep": logs.main,
    "base": base.main,
    "log-check": recovering.check_main,
    "restore-to": recovering.main,
    "whole": whole.main,
}
# no module can have the name of the command
CALLED = {"import": "import_files", "outage-pack": "outage_pack"}
SERVING = frozenset({"up", "test", "check", "runserver"})  # they start what serves readers: the wall stands
OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "sqlmigrate"})


def main(arguments: list[str]) -> int:
    """Run one command line; return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        print(USAGE)
        return 0
    command, *rest = arguments
    if not SERVING.intersection(arguments[:2]):
        os.environ[database.PURPOSE_VARIABLE] = "work"
    try:
        return (
            COMMANDS[command](rest)
            if command in COMMANDS
            else manage(rest if command == "manage" else [CALLED.get(command, command), *rest])
        )
    except (env.BadSetting, CannotStart, NoPostgres) as problem:
        print(f"goldthread: {problem}", file=sys.stderr)
        return BAD_INPUT


def manage(arguments: list[str]) -> int:
    """A management command, with the database running; as the owner where it changes tables."""
    if OWNER_COMMANDS.intersection(arguments[:1]):
        os.environ[database.ROLE_VARIABLE] = "owner"
    with bootstrap.running():
        execute_from_command_line(["./goldthread", *arguments])
    return 0

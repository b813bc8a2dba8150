"""The commands that need Django or a tool: up, test, check, doctor, rebuild, manage."""

import os
import sys

from goldthread.config import bootstrap


def main(arguments: list[str]) -> int:
    """Run one command line; return its exit status."""
    import django
    from django.core.management import execute_from_command_line
    if arguments[0] != "manage":
        sys.exit("only manage so far")
    if "migrate" in arguments: os.environ["GOLDTHREAD_DB_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    with bootstrap.running():
        execute_from_command_line(["goldthread", *arguments[1:]])
    return 0

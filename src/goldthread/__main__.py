"""Sends a command to the part that answers it: procedure questions never start Django."""

import importlib
import sys

PROCEDURE_COMMANDS = frozenset(
    {"due", "open", "pathway", "route", "explain", "simulate", "packs", "requirements"}
)


def main(arguments: list[str]) -> int:
    """Run one command line; return its exit status."""
    asks_the_procedure = bool(arguments) and arguments[0] in PROCEDURE_COMMANDS
    part = "goldthread.procedures.cli" if asks_the_procedure else "goldthread.config.cli"
    status: int = importlib.import_module(part).main(arguments)  # only the part asked for, to be quick
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

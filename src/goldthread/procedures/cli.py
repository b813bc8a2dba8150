"""Runs the commands that ask procedures, and turns what goes wrong into an exit status."""

import importlib
import os
import sys

from goldthread.procedures.case_file import BadInput
from goldthread.procedures.command_line import Refusal
from goldthread.procedures.format.findings import Damaged
from goldthread.procedures.register import NoProcedure

PARTS = {"packs": "pack_commands", "requirements": "pack_commands", "simulate": "simulate_command"}
BAD_INPUT, DAMAGED = 2, 4


def main(arguments: list[str]) -> int:
    """Run one command line; return its exit status, as the contract of the commands has it."""
    part = PARTS.get(
        arguments[0] if arguments else "", "questions"
    )  # a question loads no checks, to be quick
    asked = importlib.import_module(f"goldthread.procedures.{part}").parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except Refusal as refusal:
        return _complain(refusal.status, refusal)
    except Damaged as error:
        return _complain(BAD_INPUT if isinstance(error, BadInput) else DAMAGED, error)
    except (NoProcedure, ValueError) as error:
        return _complain(BAD_INPUT, error)
    except BrokenPipeError:  # whoever read the answer, such as head, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _complain(status: int, error: Exception) -> int:
    print(error, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

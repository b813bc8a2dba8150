"""What the commands share: where things lie, how an option is written, how an answer is printed."""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldthread.procedures.sources import Sources

ROOT = Path(__file__).resolve().parents[3]
PACKS = ROOT / "packs"
REQUIREMENTS = PACKS / "requirements.csv"
VAR = Path(os.environ.get("GOLDTHREAD_VAR") or ROOT / "var")
"""Where this installation keeps what can be made again."""

Asked = argparse.Namespace
Run = Callable[[Asked], int]
Commands = Any
"""What argparse's add_subparsers answers; its type has no public name."""


class Refusal(Exception):
    """A question that cannot be answered, with the exit status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def source_documents() -> Sources:
    """The source documents at hand: GOLDTHREAD_SOURCES, or the folder beside a checkout, or none."""
    named = os.environ.get("GOLDTHREAD_SOURCES")
    folder = Path(named) if named else ROOT.parent / "shared" / "seeds"
    return Sources(folder if folder.is_dir() else None)


def command(commands: Commands, name: str, run: Run, says: str) -> argparse.ArgumentParser:
    """Add a command, with --json and --packs as every one has."""
    added: argparse.ArgumentParser = commands.add_parser(name, help=says, description=says)
    added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    added.add_argument("--packs", type=Path, default=PACKS, help=argparse.SUPPRESS)
    added.set_defaults(run=run)
    return added


def answer(asked: Asked, data: Any, told: Callable[[Any], str]) -> None:
    """Print an answer as JSON where that is asked for, else in words."""
    print(json.dumps(data, indent=2, ensure_ascii=False) if asked.json else told(data))

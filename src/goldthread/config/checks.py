"""Everything that must hold before a change is handed in, one step after another. Never edits."""

import subprocess
import sys
import time
from pathlib import Path

from goldthread.config.paths import ROOT

PYTHON = sys.executable
TOOLS = Path(PYTHON).parent
STEPS: dict[str, list[str]] = {
    "format": [f"{TOOLS}/ruff", "format", "--check", "--output-format", "concise", "."],
    "lint": [f"{TOOLS}/ruff", "check", "--output-format", "concise", "."],
    "types": [f"{TOOLS}/mypy"],
    "layers": [f"{TOOLS}/lint-imports"],
    "packs": [PYTHON, "-m", "goldthread", "packs", "check"],
    "django": [PYTHON, "-m", "goldthread", "manage", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "-m", "goldthread", "manage", "makemigrations", "--check", "--dry-run"],
    "reference": [PYTHON, "-m", "goldthread", "reference", "--check"],
    "rules": [PYTHON, "-m", "pytest", "-q", "tests/rules"],
}


def main(_: list[str]) -> int:
    """Run every step, say how each went and how long it took; 1 when any failed."""
    failed = [name for name, command in STEPS.items() if not _run(name, command)]
    print(f"\nnot right: {', '.join(failed)}" if failed else "\nall right")
    return 1 if failed else 0


def _run(name: str, command: list[str]) -> bool:
    start = time.monotonic()
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    is_right = done.returncode == 0
    print(f"{'ok ' if is_right else 'NOT'} {name:<11}{time.monotonic() - start:6.1f} s", flush=True)
    if not is_right:
        print(done.stdout.decode(errors="replace"), flush=True)
    return is_right

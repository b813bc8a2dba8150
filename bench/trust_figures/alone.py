"""Runs one figure in this process, and writes what it gave: NAME short|full SECONDS FILE."""

import importlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from bench.trust_figures.frame import Result, Run


def main(name: str, size: str, seconds: str, into: str) -> None:
    """Measure, and write the result."""
    run = Run(full=size == "full", seconds=float(seconds), var=Path(os.environ["GOLDTHREAD_VAR"]))
    found: Result = importlib.import_module(f"bench.trust_figures.{name.lower()}").measure(run)
    Path(into).write_text(json.dumps(asdict(found)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Is everything as it should be? Each check has an id, what it found, and what to do about it."""

import argparse
import json
import os
from dataclasses import asdict

import django
from django.db import DatabaseError

from goldthread.config import bootstrap, database
from goldthread.config.diagnosis import CHECKS, Check, Finding

MARKS = {"ok": "ok     ", "warning": "WARNING", "error": "ERROR  "}


def main(arguments: list[str]) -> int:
    """Check, print, and return 1 when anything is an error."""
    parser = argparse.ArgumentParser(prog="./goldthread doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON list on standard output")
    wants_json: bool = parser.parse_args(arguments).json
    os.environ[database.ROLE_VARIABLE] = "app"
    with bootstrap.running():
        django.setup()
        findings = {name: _look(check) for name, check in CHECKS.items()}
    if wants_json:
        print(json.dumps([{"id": name} | asdict(finding) for name, finding in findings.items()], indent=2))
    else:
        print("\n".join(_as_text(*each) for each in findings.items()))
    return 1 if any(finding.level == "error" for finding in findings.values()) else 0


def _look(check: Check) -> Finding:
    try:
        return check()
    except DatabaseError as problem:
        return Finding("error", str(problem).partition("\n")[0], "mend what is above first")


def _as_text(name: str, finding: Finding) -> str:
    hint = "" if finding.level == "ok" else f"\n          {finding.hint}"
    return f"{MARKS[finding.level]}  {name}: {finding.message}{hint}"

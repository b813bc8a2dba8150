"""The commands that ask procedures: due, open, pathway, route, explain, packs, requirements."""

import argparse
import json
import sys
from pathlib import Path

from goldthread.procedures.pack import read_pack

PACKS = Path(__file__).parents[3] / "packs"


def main(arguments: list[str]) -> int:
    """Run one command line; return its exit status."""
    parser = argparse.ArgumentParser(prog="goldthread")
    commands = parser.add_subparsers(required=True)
    packs = commands.add_parser("packs").add_subparsers(required=True)
    check = packs.add_parser("check")
    check.add_argument("directory", nargs="?", type=Path, default=PACKS)
    check.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    folders = (
        [asked.directory] if (asked.directory / "pack.yaml").is_file() else sorted(asked.directory.glob("*/"))
    )
    findings = [finding for folder in folders for finding in read_pack(folder)[1]]
    if asked.json:
        print(json.dumps([finding._asdict() for finding in findings], indent=2))
    else:
        for finding in findings:
            print(finding)
    return 1 if any(finding.severity == "error" for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Nothing of one machine, and no registry that packages come from, is written into the repository."""

import re

from goldthread.config.paths import ROOT
from tests.rules.repository import at, files, there_are_none

FORBIDDEN = {
    "a package registry's address": re.compile(
        r'"resolved":|--(?:extra-)?index-url|pypi\.[a-z]+/simple|registry\.npm[a-z]+|python-?hosted',
        re.IGNORECASE,
    ),
    "a path of this machine": re.compile(rf"{re.escape(str(ROOT))}/|/(?:home|Users|ro{{2}}t)/[a-z]"),
}
HERE = "tests/rules/test_addresses.py"


def test_no_address_of_a_machine_or_a_registry() -> None:
    found = [
        f"{at(path)}: {what}"
        for path in files()
        if at(path) != HERE
        for what, pattern in FORBIDDEN.items()
        if pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    there_are_none(found)

"""Nothing of one machine, and no registry that packages come from, is written into the repository."""

import re

from goldthread.config.paths import ROOT
from tests.rules.repository import at, files, there_are_none

# A letter in brackets is itself; so no pattern here is what it looks for.
FORBIDDEN = {
    "a package registry's address": re.compile(
        r'"resolve[d]":|--(?:extra-)?inde[x]-url|py[p]i\.[a-z]+[/]simple|registr[y]\.npm[a-z]+|python-?h[o]sted',
        re.IGNORECASE,
    ),
    "a path of this machine": re.compile(rf"{re.escape(str(ROOT))}/|[/](?:hom[e]|User[s]|roo[t])/[a-z]"),
}


def test_no_address_of_a_machine_or_a_registry() -> None:
    found = [
        f"{at(path)}: {what}"
        for path in files()
        for what, pattern in FORBIDDEN.items()
        if pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    there_are_none(found)

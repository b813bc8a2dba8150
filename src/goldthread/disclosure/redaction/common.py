"""Words that are not names although they look like one: the lists of common.txt."""

from pathlib import Path

_LIST = Path(__file__).with_name("common.txt")


def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    title = ""
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            title = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(title, set()).update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


_FOUND = _lists()
TITLES, ABBREVIATIONS = _FOUND["titles"], _FOUND["abbreviations"]
ORDINARY, RELATIVES = _FOUND["ordinary"], _FOUND["relatives"]

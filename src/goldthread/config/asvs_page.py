"""docs/reference/asvs.md: how the service stands to each item of levels 1 and 2 of the OWASP ASVS 5.0."""

from collections import Counter
from dataclasses import dataclass

import yaml

from goldthread.config.paths import ROOT

SOURCE = ROOT / "docs" / "asvs.yaml"
STATES = {
    "met": "met",
    "partly": "partly",
    "not met": "**not met**",
    "no need": "does not apply",
}


@dataclass(frozen=True)
class Item:
    """One item: what it asks in our words, how the service stands to it, by what or why not, and a test."""

    level: int
    asks: str
    state: str
    how: str
    test: str = ""


def items() -> dict[str, Item]:
    """By number, in their order."""
    return {
        number: Item(**told) for number, told in yaml.safe_load(SOURCE.read_text(encoding="utf-8")).items()
    }


def text() -> str:
    """The whole page."""
    found = items()
    counted = Counter(item.state for item in found.values())
    sums = ", ".join(f"{counted[state]} {words.strip('*')}" for state, words in STATES.items())
    rows = [
        f"| {number} | {item.level} | {item.asks} | {STATES[item.state]} | {item.how} | {_test(item)} |"
        for number, item in found.items()
    ]
    return "\n".join(
        [
            "# OWASP ASVS 5.0, levels 1 and 2\n",
            f"All {len(found)} items, in words of our own: {sums}. The table is `docs/asvs.yaml`.\n",
            "| item | level | asks that | state | how, or why not | shown by |\n|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _test(item: Item) -> str:
    return f"`{item.test.partition('::')[2]}`" if item.test else ""

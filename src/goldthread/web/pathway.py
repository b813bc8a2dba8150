"""One step of the pathway, as the strip of a child's page shows and tells it."""

from dataclasses import dataclass
from typing import Literal

StepState = Literal["done", "now", "ahead", "skipped"]
_WORDS: dict[StepState, str] = {
    "done": "Done",
    "now": "Open now",
    "ahead": "Not reached",
    "skipped": "Passed by",
}


@dataclass(frozen=True)
class PathwayStep:
    """A stop on the thread. `note` says more, such as its outcome and date."""

    title: str
    state: StepState
    note: str = ""
    href: str = ""

    @property
    def said(self) -> str:
        """Its state in words, for those who do not see the mark."""
        return _WORDS[self.state]

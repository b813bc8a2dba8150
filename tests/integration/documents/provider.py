"""A provider made of a file: what it took survives the process that handed it over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from goldthread.documents.backends import Mail


def nothing() -> None:
    """What a provider does on the side, unless a test says otherwise."""


@dataclass
class Provider:
    """Takes messages. `answers` tells whether it can say afterwards what it took, as Notify can."""

    file: Path
    answers: bool = True
    name: str = "fake"
    before: Callable[[], None] = field(default=nothing)
    after: Callable[[], None] = field(default=nothing)

    def send(self, mail: Mail) -> str:
        """Take the message."""
        self.before()
        with self.file.open("a", encoding="utf-8") as file:
            file.write(f"{mail.reference}\n")
        self.after()
        return f"taken-{mail.reference}"

    def trace(self, mail: Mail) -> str | None:
        """What it knows of the message."""
        if not self.answers:
            return None
        return f"taken-{mail.reference}" if mail.reference in self.taken() else ""

    def taken(self) -> list[str]:
        """The reference of every message taken, in order."""
        return self.file.read_text(encoding="utf-8").split() if self.file.exists() else []

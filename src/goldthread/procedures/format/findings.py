"""What a check or a reader has to say about one line of a file."""

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """One remark, as an editor would make it. An error must be mended; a warning is true and may stand."""

    pack: str
    file: str
    line: int
    code: str
    severity: Literal["error", "warning", "notice"]
    message: str
    key: str = ""

    def __str__(self) -> str:
        """Read on a terminal: file, line and key first."""
        place = ": ".join(filter(None, [f"{self.file}:{self.line}", self.key]))
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


class Damaged(Exception):
    """Files that cannot be relied on: what is wrong with each."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings

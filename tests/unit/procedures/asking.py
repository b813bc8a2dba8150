"""Asks a command as a person at a terminal would."""

import json
from typing import Any

import pytest

from goldthread.procedures.cli import main


class Answer:
    """What a command printed, and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        self.status = main([str(each) for each in arguments])
        printed = capsys.readouterr()
        self.text, self.error = printed.out, printed.err

    @property
    def data(self) -> Any:
        return json.loads(self.text)

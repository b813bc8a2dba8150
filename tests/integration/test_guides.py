"""The guides are true: each is followed to the letter in a copy of the project, and answers as it says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from goldthread.config.paths import ROOT
from tests.requirements import requirement

# These speak of a database: they are followed in tests/integration/people and signin, and in test_backup.py.
ELSEWHERE = {"import", "backup", "retention", "sign-in"}
GUIDES = sorted(path for path in (ROOT / "docs/guides").glob("*.md") if path.stem not in ELSEWHERE)
FENCED = re.compile(r"^(?P<before>.*?)^```(?P<kind>\w+)\n(?P<inside>.*?)^```$", re.DOTALL | re.MULTILINE)
TO_WRITE = re.compile(r"(Write|Add to the end of|Change)\s`([^`]+)`:\s*\Z")
LEFT_OUT = "..."
LINE_NUMBER = re.compile(
    r"(?<=\.yaml:)\d+"
)  # packs grow: where a finding stands is not what a guide is about


@dataclass(frozen=True)
class Piece:
    """Something that a guide has its reader do: a command with its answer, or a file to write or change."""

    act: str
    what: str
    text: str


def pieces(guide: str) -> Iterator[Piece]:
    """Everything that a guide has its reader do, in order."""
    for block in FENCED.finditer(guide):
        if block["kind"] == "console":
            for command in re.split(r"^\$ ", block["inside"], flags=re.MULTILINE)[1:]:
                line, _, answer = command.partition("\n")
                yield Piece("Run", line, answer)
        elif told := TO_WRITE.search(block["before"]):
            yield Piece(told[1], told[2], block["inside"])


class Reader:
    """Someone who follows a guide, in a copy of what it speaks of."""

    def __init__(self, place: Path) -> None:
        self.place = place / "project"
        self.settings = {"PATH": f"{place}:{os.environ['PATH']}", "PYTHONPATH": "src", "LANG": "C.UTF-8"}
        source = self.place / "src/goldthread"
        shutil.copytree(ROOT / "src/goldthread/procedures", source / "procedures")
        for name in ("__init__.py", "__main__.py"):
            shutil.copy(ROOT / "src/goldthread" / name, source)
        shutil.copytree(ROOT / "packs", self.place / "packs")
        command = self.place / "goldthread"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goldthread "$@"\n')
        command.chmod(0o755)

    def follow(self, piece: Piece) -> str:
        """Do what a guide says; answer what was printed."""
        if piece.act == "Run":
            return self.run(piece.what)
        file = self.place / piece.what
        if piece.act == "Write":
            file.write_text(piece.text)
        elif piece.act == "Change":
            file.write_text(changed(file.read_text(), piece.text))
        else:
            file.write_text(file.read_text() + piece.text)
        return ""

    def run(self, command: str) -> str:
        """What a command prints, its complaints too."""
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self.settings[name] = value
            return ""
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.place,
            env=self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.stdout


def changed(text: str, change: str) -> str:
    """A text with a change, whose lines begin with a blank, - or + as in a diff. Its place is told once."""
    lines = change.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    assert text.count(old) == 1, f"this stands {text.count(old)} times in the file:\n{old}"
    return text.replace(old, new)


def answers(printed: str, shown: str) -> bool:
    """Whether what was printed is what the guide shows; "..." stands for lines left out."""
    shown, printed = (LINE_NUMBER.sub("N", "\n".join(text.splitlines())) for text in (shown, printed))
    pattern = "".join(
        r"(?:.*\n)*" if line == LEFT_OUT else f"{re.escape(line)}\n" for line in shown.split("\n")
    )
    return re.fullmatch(pattern, f"{printed}\n") is not None


@requirement("HUB-7.2")
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_holds_to_the_letter(guide: Path, tmp_path: Path) -> None:
    todo = list(pieces(guide.read_text(encoding="utf-8")))
    assert todo
    reader = Reader(tmp_path)
    for piece in todo:
        printed = reader.follow(piece)
        assert piece.act != "Run" or answers(printed, piece.text), f"$ {piece.what}\n{printed}"

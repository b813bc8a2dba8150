"""Plays every worked case of every pack: what the procedure answers is what the case expects."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldthread.procedures.examples import Example, play
from goldthread.procedures.register import PackRegister
from tests.requirements import requirement

PACKS = Path(__file__).parents[2] / "packs"
REGISTER = PackRegister(PACKS)


def cases() -> Iterator[Any]:
    for path in sorted(PACKS.glob("*/examples/*.yaml")):
        marks = requirement(*sorted(Example(path, REGISTER.procedure).requirements()))
        yield pytest.param(path, id=f"{path.parent.parent.name}-{path.stem}", marks=marks)


@pytest.mark.takes(1)
@pytest.mark.parametrize("path", list(cases()))
def test_a_worked_case_comes_out_as_it_says(path: Path) -> None:
    assert play(path, REGISTER.procedure) == []

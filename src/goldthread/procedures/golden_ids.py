"""packs/ids.txt: every id that the shipped packs ever had: none is lost, or used for something else."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goldthread.procedures.checks.context import parts_of
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import PackRegister

HEAD = """# Every id of the shipped packs: pack, kind, id. It stays, and is never used for something else.
# goldthread packs ids --write adds new ones. For one that is gone for good, write "retired" before it."""
RETIRED = "retired"
KINDS = {"DutyRule": "duty", "MustNot": "must_not", "FormPage": "page", "RetentionRule": "retention"}


class GoldenId(NamedTuple):
    """One id of one pack, and what it is the id of."""

    pack: str
    kind: str
    id: str


def current(register: PackRegister) -> set[GoldenId]:
    """Every id that the packs have now."""
    return {found for name in register.ids() for found in _of_pack(register.pack(name))}


def _of_pack(pack: Pack) -> Iterator[GoldenId]:
    for name, part, _ in parts_of(pack):
        yield GoldenId(pack.id, KINDS.get(type(part).__name__, type(part).__name__.lower()), name)
        for requirement in (*getattr(part, "requirement", ()), *getattr(part, "usually_requirement", ())):
            yield GoldenId(pack.id, "requirement", requirement)
    for kind, names in (("fact", pack.facts), ("condition", pack.conditions), ("reading", pack.readings)):
        yield from (GoldenId(pack.id, kind, name) for name in names)


def read(path: Path) -> tuple[set[GoldenId], set[GoldenId]]:
    """The ids in use and the retired ones, as the list has them."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    used = {GoldenId(*row) for row in rows if row[0] != RETIRED}
    return used, {GoldenId(*row[1:]) for row in rows if row[0] == RETIRED}


def text(used: set[GoldenId], retired: set[GoldenId]) -> str:
    """The list as a file."""
    lines = [" ".join(each) for each in sorted(used)] + [
        " ".join((RETIRED, *each)) for each in sorted(retired)
    ]
    return "\n".join([HEAD, *lines, ""])

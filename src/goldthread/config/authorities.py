"""Whose service this is: a process serves one authority; an installation may serve several, each by itself.

Each authority has a database, a web server and a worker of its own, so that no query, however it is written,
can reach another's records.
"""

from pathlib import Path

from goldthread.config import env
from goldthread.procedures.pack import Only
from goldthread.procedures.register import PackRegister

HERE = "GOLDTHREAD_AUTHORITY"
ALL = "GOLDTHREAD_AUTHORITIES"
PORTS = "GOLDTHREAD_PORTS"
_FIRST = "hertfordshire"


def here() -> str:
    """The authority that this process serves."""
    return env.text(HERE) or env.words(ALL, [_FIRST])[0]


def all_of_them(packs: Path, *, demo: bool) -> list[str]:
    """The authorities of this installation, the first one first.

    Those named; in a demonstration where none is named, everyone that has a procedure.
    Raises BadSetting for one that has none.
    """
    known = _with_a_procedure(packs)
    everyone = sorted(known, key=lambda name: (name != here(), name))
    named = env.words(ALL) or (everyone if demo and env.given(HERE) is None else [here()])
    unknown = [name for name in named if name not in known]
    if unknown:
        raise env.BadSetting(f"{ALL}: no procedure of {', '.join(unknown)}; there are {', '.join(known)}")
    return named


def neighbours(packs: Path) -> dict[str, tuple[str, int]]:
    """The other authorities that answer on this machine: their names as people know them, and their ports."""
    told = [one.partition(":")[::2] for one in env.words(PORTS)]
    names = _with_a_procedure(packs) if told else {}
    return {one: (names[one], int(port)) for one, port in told if one != here() and one in names}


def _with_a_procedure(packs: Path) -> dict[str, str]:
    """The authorities that have a pack, and their names."""
    register = PackRegister(packs, Only(("head",)))
    heads = [register.pack(name).head for name in register.ids()]
    return {head.procedure_of or head.id: head.authority for head in heads if not head.skeleton}

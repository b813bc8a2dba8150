"""What the procedure means for a family: each stage in plain words, to parents and to a child."""

from collections.abc import Mapping
from typing import Literal

from goldthread.procedures.format.cites import Cites, Readings, Requirements
from goldthread.procedures.format.keys import NONE, Id, OneOrMany, Part


class FamilyStage(Part):
    """One thing that a family is told: a stage of the pathway, its rights, or how to complain."""

    title: str
    """What it is, as a family would call it."""
    about: Literal["stage", "rights", "complaint"] = "stage"
    """What it tells of."""
    steps: tuple[Id, ...] = ()
    """The steps of the procedure that it explains."""
    owed: OneOrMany = ()
    """Duties, step.duty: it is told to a family only where one of them arose. Absent: to every family."""
    ask_first: bool = False
    """Whether a family may know of it is decided in each case (HSSCP-10.2): never chosen by itself."""
    says: tuple[str, ...]
    """To parents, as "you": its paragraphs, in our words."""
    to_child: tuple[str, ...] = ()
    """The same to a child."""
    next: Mapping[str, str] = NONE
    """What a family is told of a duty that is open, by step.duty: a sentence without its full stop."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()

"""Where rules come from: documents, passages, readings, and the dates between which something holds."""

from datetime import date
from typing import Annotated, Literal

from goldthread.procedures.format.keys import Id, OneOrMany, Part, Sha256


class InForce(Part):
    """The dates between which something is the procedure, both included."""

    from_: date
    """The first day. A source that gives none: the date of the newest document it cites (R24)."""
    to: date | None = None
    """The last day; absent while it still holds."""
    applies_to: Literal["starts_on_or_after", "open_cases"] = "starts_on_or_after"
    """Of a changed rule: whether it takes over, on its first day, what is still to be done."""
    reading: OneOrMany = ()
    """The reading by which the dates were chosen."""


class Mark(Part):
    """A fingerprint that finds one passage in the source document without carrying its text."""

    words: int
    """How many normalised words the passage has."""
    sha256: Sha256
    """SHA-256 of those words joined by single spaces. `goldthread packs mark` makes it."""
    at_word: int | None = None
    """The word of the document at which it begins, counted from 0. Without it the passage is searched for."""


class Cite(Part):
    """Where a rule comes from. No citation, no rule."""

    source: Id
    """A document of sources.yaml."""
    at: str
    """The place in it: a section number or heading."""
    says: str
    """What it says, in our own words."""
    mark: Mark | None = None
    """The fingerprint of the passage."""
    status: Literal["not_held"] | None = None
    """Instead of a mark, for a document we do not have."""


class Source(Part):
    """A document of the authority."""

    title: str
    """Its title."""
    publisher: str
    """Who publishes it."""
    dated: str = ""
    """Its date, as it gives it."""
    file: str = ""
    """The file's name in the folder of source documents."""
    sha256: Sha256 = ""
    """SHA-256 of that file, as stored."""
    shelf: Literal["procedures", "threshold", "guides", "guidance"] | None = None
    """Where it stands in the library of guidance; absent: it is only cited."""
    address: str = ""
    """Where it can be read on the web, without https://."""


class Reading(Part):
    """How something that the sources leave open is read, and why."""

    asks: str
    """The question."""
    says: str
    """The reading chosen."""
    because: str = ""
    """Why."""


Requirements = Annotated[tuple[str, ...], "one or many", "The requirements it carries."]
Readings = Annotated[tuple[str, ...], "one or many", "The readings that apply to it."]
Cites = Annotated[tuple[Cite, ...], "many", "Where it comes from."]

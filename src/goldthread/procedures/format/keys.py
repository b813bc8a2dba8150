"""What every part of a pack has in common: its keys, and where it was written."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, NoReturn, Self, dataclass_transform

OneOrMany = Annotated[tuple[str, ...], "one or many"]
"""One id, or a list of ids."""

Id = Annotated[str, "id"]
"""Lower-case letters, digits and underscores; stays for ever and is never used for something else."""

FieldName = Annotated[str, "field"]
"""A field of an entry: its id, or group.id for a field that is asked about each child or person."""

Sha256 = Annotated[str, "sha256"]
"""A SHA-256 fingerprint, in 64 hexadecimal digits."""

Value = bool | str
"""What a fact can be: true or false, or the id of a choice."""

NONE: Mapping[Any, Any] = MappingProxyType({})
"""No keys: the default of a key that holds parts by their ids."""


class Written(NamedTuple):
    """A value whose type is known only later, and its line."""

    value: Value | tuple[str, ...]
    line: int


class Where(NamedTuple):
    """The file and line where a part begins, and the line of each of its keys."""

    file: str
    line: int
    keys: Mapping[str, int]


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Part:
    """Anything written as keys in a pack's file. A subclass declares its keys as a dataclass would.

    Not a dataclass: making thirty of them would take longer than answering most questions.
    """

    where: Where = Where("", 0, NONE)

    def __init__(self, **values: Any) -> None:
        """Take keys by name; those left out have the value their class gives."""
        vars(self).update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a part never changes."""
        raise AttributeError(f"{type(self).__name__} cannot change: {name}")

    def but(self, **values: Any) -> Self:
        """A copy in which some keys have another value."""
        return type(self)(**(vars(self) | values))

    def line(self, name: str = "") -> int:
        """The line of one key, or of the part itself."""
        return self.where.keys.get(name, self.where.line)

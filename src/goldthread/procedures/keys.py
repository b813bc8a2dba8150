"""The pieces that pack parts are made of: a key with its meaning, and where in which file a part was written."""

from dataclasses import MISSING, dataclass, field
from typing import Annotated, Any

OneOrMany = Annotated[tuple[str, ...], "one or many"]
"""One id, or a list of ids."""

Id = Annotated[str, "id"]
"""Lower-case letters, digits and underscores; stays for ever and is never used for something else."""

Value = bool | str
"""What a fact can be: true or false, or the id of a choice."""


@dataclass(frozen=True, slots=True)
class Where:
    """The file and line where a part begins, and the line of each of its keys."""

    file: str
    line: int
    keys: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Anything written as keys in a pack's file."""

    where: Where = field(compare=False, repr=False, default=Where("", 0, {}))

    def line(self, name: str = "") -> int:
        """The line of one key, or of the part itself."""
        return self.where.keys.get(name, self.where.line)


def key(says: str, default: Any = MISSING) -> Any:
    """A key of a pack part and what it means. Without a default the key must be written."""
    if default is MISSING:
        return field(metadata={"says": says})
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"says": says})
    return field(default=default, metadata={"says": says})

"""Answers picked from a list."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from dataclasses import field as dataclass_field

from goldthread.ledger.fields.base import Field, Raw, Unclear, Value


@dataclass(frozen=True, eq=False)
class Choice(Field):
    """One of `choices`, id to label, in the order shown. The value is the id.

    `listed`: shown as a list that opens, where room is short, as in the rows of a meeting.
    """

    _: KW_ONLY
    choices: Mapping[str, str] = dataclass_field(default_factory=dict)
    choice_hints: Mapping[str, str] = dataclass_field(default_factory=dict)
    listed: bool = False

    @property
    def missing(self) -> str:
        """What to say when nothing is picked."""
        return f"Answer “{self.label}”" if self.label.endswith("?") else f"Choose {self.noun}"

    def read(self, raw: Raw, name: str) -> Value:
        """The id that was picked."""
        return self._known(self.typed(raw, name)[""].strip())

    def text(self, value: Value) -> str:
        """The label of the choice; the id itself when the list no longer has it."""
        return self.choices.get(value, str(value))

    def _known(self, picked: str) -> str:
        if picked not in self.choices:
            raise Unclear(f"{self.subject} must be one of the answers shown. Choose again")
        return picked


@dataclass(frozen=True, eq=False)
class YesNo(Choice):
    """Yes or no. The value is true or false; in `asked_when` write True or False."""

    _: KW_ONLY
    choices: Mapping[str, str] = dataclass_field(default_factory=lambda: {"yes": "Yes", "no": "No"})

    def read(self, raw: Raw, name: str) -> Value:
        """True for yes."""
        return super().read(raw, name) == "yes"

    def write(self, value: Value, name: str) -> dict[str, list[str]]:
        """The control as picked."""
        return {name: ["yes" if value else "no"]}

    def text(self, value: Value) -> str:
        """Yes or No, or what this field calls them."""
        return self.choices["yes" if value else "no"]


@dataclass(frozen=True, eq=False)
class YesNoUnknown(Choice):
    """Yes, no or not known. The value is the id: yes, no or not_known."""

    _: KW_ONLY
    choices: Mapping[str, str] = dataclass_field(
        default_factory=lambda: {"yes": "Yes", "no": "No", "not_known": "Not known"}
    )


@dataclass(frozen=True, eq=False)
class MultiChoice(Choice):
    """Any number of `choices`. The value is the list of their ids, in the order shown."""

    def blank(self, raw: Raw, name: str) -> bool:
        """Whether nothing is ticked."""
        return not any(text.strip() for text in raw.get(name, ()))

    def read(self, raw: Raw, name: str) -> Value:
        """The ids that were ticked."""
        picked = {self._known(text.strip()) for text in raw.get(name, ()) if text.strip()}
        return [choice for choice in self.choices if choice in picked]

    def write(self, value: Value, name: str) -> dict[str, list[str]]:
        """The controls as ticked."""
        return {name: list(value)}

    def text(self, value: Value) -> str:
        """The labels, separated by semicolons."""
        return "; ".join(self.choices.get(choice, str(choice)) for choice in value)

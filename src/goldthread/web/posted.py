"""What a form sent, and which of its buttons was pressed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest

from goldthread.ledger.fields import keepable, rows_in

ADD, REMOVE = "add-row:", "remove-row:"
_GO_ON = "continue"
_HIGHEST_ROW = 9999


@dataclass(frozen=True)
class Posted:
    """The fields as typed in `raw`, safe to store, and what the form's own hidden controls and buttons said.

    `action` is "continue" unless another button was pressed; `key` makes signing safe to repeat;
    `draft` and `version` say which draft the writer had before them; `seen`, of a shared one, what stood in
    each part when they last saw it, as marks.
    """

    raw: dict[str, list[str]]
    action: str = _GO_ON
    key: str = ""
    draft: UUID | None = None
    version: int = 0
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def regrouped(self) -> dict[str, list[str]] | None:
        """The fields with one row more or one row fewer, when that is what was asked; otherwise None."""
        if self.action.startswith(ADD):
            return _with_row(self.raw, self.action.removeprefix(ADD))
        if self.action.startswith(REMOVE):
            return _without_row(self.raw, self.action.removeprefix(REMOVE))
        return None

    @property
    def focus(self) -> str:
        """The id of the row or button to which the reader returns after a row was added or removed."""
        if self.action.startswith(ADD):
            group = self.action.removeprefix(ADD)
            return f"{group}-{max(rows_in(self.regrouped or {}, group), default=0)}"
        return self.action.removeprefix(REMOVE).rpartition("-")[0] if self.action.startswith(REMOVE) else ""


def posted(request: HttpRequest) -> Posted:
    """What came with this request. The only way in which a view reads a form."""
    sent: Mapping[str, list[str]] = dict(request.POST.lists())
    own = {name: texts[-1] for name, texts in sent.items() if name.startswith("_") and texts}
    return Posted(
        raw=keepable({name: texts for name, texts in sent.items() if not _is_ours(name)}),
        action=_word(own.get("_action", ""), 120) or _GO_ON,
        key=_word(own.get("_key", ""), 64),
        draft=_uuid(own.get("_draft", "")),
        version=int(own["_version"]) if re.fullmatch("[0-9]{1,9}", own.get("_version", "")) else 0,
        seen=_marks(own.get("_seen", "")),
    )


def _is_ours(name: str) -> bool:
    return name.startswith("_") or name == "csrfmiddlewaretoken"


def _word(text: str, longest: int) -> str:
    """What a control of ours may hold; nothing when it was forged into something else."""
    return text if len(text) <= longest and re.fullmatch("[A-Za-z0-9_:./-]+", text) else ""


def _marks(text: str) -> dict[str, str]:
    """The marks of what a writer saw; none where it was forged into something else."""
    try:
        marks = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(part): str(mark) for part, mark in marks.items()} if isinstance(marks, dict) else {}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _with_row(raw: dict[str, list[str]], group: str) -> dict[str, list[str]]:
    new = min(max(rows_in(raw, group), default=0) + 1, _HIGHEST_ROW)
    return {**raw, f"{group}-{new}-": [""]}


def _without_row(raw: dict[str, list[str]], row: str) -> dict[str, list[str]]:
    """The row's controls with nothing in them, so that a draft that held them lets them go too."""
    return {name: [] if name.startswith(f"{row}-") else texts for name, texts in raw.items()}

"""What meetings have in common: who was asked and who came, what each agency thinks, what is to be done.

Each function makes a new field, so that each kind of entry may call it what it likes. The columns have the
same names everywhere: whoever reads one meeting's people, views, actions or members can read every other's.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from goldthread.ledger.fields import (
    Carried,
    Choice,
    Date,
    Email,
    Field,
    Group,
    LongText,
    Retention,
    Sensitivity,
    Text,
)

_S, _R = Sensitivity, Retention.CHILD_RECORD
Row = Mapping[str, Any]

CAME = {
    "there": "There",
    "part": "There for part of it",
    "apologies": "Sent apologies",
    "absent": "Did not come",
}
HOW = {"spoken": "Said at the meeting", "written": "In writing", "both": "Both"}


def people(label: str = "Who was asked to come, and who came?", *, hint: str = "") -> Group:
    """Everyone who was asked or came. `person` is the id of a subject, user or agency, where one is known."""
    columns: dict[str, Field] = {
        "person": Carried("Known as", _S.PERSONAL, _R, max_length=60),
        "name": Text("Name", _S.PERSONAL, _R),
        "role": Text("Role or relationship", _S.PERSONAL, _R),
        "agency": Text("Agency", _S.PERSONAL, _R),
        "came": Choice("Did they come?", _S.PERSONAL, _R, choices=CAME, listed=True),
    }
    return Group(
        label,
        _S.PERSONAL,
        _R,
        hint=hint,
        fields=columns,
        one="person",
        max_rows=40,
        titled_by=("name",),
        or_by="agency",
    )


def views(label: str = "What does each agency think?", *, hint: str = "") -> Group:
    """The view of each agency or person, and whether it was given in writing (HSSCP-11.4)."""
    columns: dict[str, Field] = {
        "agency": Text("Agency, or who they are", _S.PERSONAL, _R),
        "said_by": Text("Given by", _S.PERSONAL, _R),
        "how": Choice("How was it given?", _S.PERSONAL, _R, choices=HOW, listed=True),
        "view": LongText("Their view", _S.PERSONAL, _R, rows=2),
    }
    return Group(
        label,
        _S.PERSONAL,
        _R,
        hint=hint,
        fields=columns,
        one="view",
        max_rows=30,
        titled_by=("agency",),
        or_by="said_by",
    )


def actions(label: str = "What is to be done?", *, hint: str = "") -> Group:
    """What is to be done, by whom, and by when."""
    columns: dict[str, Field] = {
        "what": LongText("What will be done?", _S.PERSONAL, _R, rows=2),
        "who": Text("By whom?", _S.PERSONAL, _R),
        "by_when": Date("By when?", _S.PERSONAL, _R),
    }
    return Group(label, _S.PERSONAL, _R, hint=hint, fields=columns, one="action", max_rows=40)


def members(label: str = "Who belongs to the core group?", *, hint: str = "") -> Group:
    """Those who belong to a group that will meet again (HSSCP-11.14)."""
    columns: dict[str, Field] = {
        "name": Text("Name", _S.PERSONAL, _R),
        "role": Text("Role or relationship", _S.PERSONAL, _R),
        "agency": Text("Agency", _S.PERSONAL, _R),
        "email": Email("Email, for the minutes", _S.PERSONAL, _R),
    }
    return Group(
        label,
        _S.PERSONAL,
        _R,
        hint=hint,
        fields=columns,
        one="member",
        max_rows=30,
        titled_by=("name",),
        or_by="agency",
    )


def who(row: Row) -> str:
    """One person of a meeting in words: `Nell Ward, school nurse, Moorfield Hospital`."""
    return ", ".join(str(row[key]) for key in ("name", "role", "agency") if row.get(key))


def came(rows: Iterable[Row], *how: str) -> list[Row]:
    """Those of whom this was said: of "there" and "part", unless other words of CAME are named."""
    wanted = how or ("there", "part")
    return [row for row in rows if row.get("came") in wanted]

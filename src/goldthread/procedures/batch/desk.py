"""What compiled code is given: where a procedure's tables lie, some events, and room to work in."""

from collections.abc import Iterator, Mapping

import numpy as np

from goldthread.procedures.batch.columns import NOTHING, Column, Events
from goldthread.procedures.batch.folding import fold_cases
from goldthread.procedures.batch.records import COLUMNS, DESK, LINKED, ROOM, TABLES, Records

LINKS = ("corrects", "answers", "authorises", "declines")


class Desk:
    """One for each thread. What it is given it keeps: compiled code knows addresses alone."""

    def __init__(self, tables: Mapping[str, Column], numbers: Mapping[str, int]) -> None:
        """`tables` are named as in TABLES, and `numbers` as in NUMBERS."""
        self._kept: dict[str, Column] = {}
        self._links: list[Column] = []
        self._record = np.zeros(1, DESK)
        self.address = self._record.ctypes.data
        for name, number in numbers.items():
            self._record[name] = number
        for name, dtype in TABLES.items():
            self._lay(name, np.ascontiguousarray(tables[name], dtype))
        self._meetings = len(tables["met_by"])
        self._most = int((tables["kinds"]["last_rule"] - tables["kinds"]["first_rule"]).max(initial=0))

    def take(self, events: Events) -> None:
        """The events to work on."""
        for name, dtype in COLUMNS.items():
            self._lay(name, np.ascontiguousarray(getattr(events, name), dtype))
        links = [getattr(events, name) for name in LINKS]
        self._links = [np.ascontiguousarray(side, np.int64) for each in links for side in each]
        lies = [each.ctypes.data for each in self._links]
        many = [len(each.rows) for each in links]
        for name, numbers in zip(LINKED, (lies[::2], lies[1::2], many), strict=True):
            self._lay(name, np.array(numbers, np.int64))

    def make_room(self, rows: int, duties: int) -> None:
        """Room for cases of up to so many events, and for at least so many duties."""
        words, asks, families = (int(self._record[name][0]) for name in ("words", "asks", "families"))
        duties = max(duties, rows * self._most)
        many = {
            "cursor": 4, "links": 4 * rows, "facts": 2 * words * rows, "episodes": rows + 1,
            "stated": 2 * rows + 1, "of_child": 2 * words * (2 * rows + 1), "answers": asks * rows,
            "later": asks * (2 * rows + 1), "since": 2 * rows + 1, "knows": words, "meetings": self._meetings,
            "latest": families, "odd": duties, "duties": duties,
        }  # fmt: skip
        for name, dtype in ROOM.items():
            self._lay(name, np.empty(max(1, many.get(name, rows)), dtype))
        self._kept["meetings"]["turn"] = self._kept["latest"]["turn"] = NOTHING
        self._record["most_rows"], self._record["most_duties"], self._record["turn"] = rows, duties, 0

    def fold(self, begin: int, end: int, known_at: int, until: int) -> Iterator[tuple[Records, list[int]]]:
        """The duties of the cases from one to before another, some at a time; and which cases are odd."""
        while begin < end:
            case = fold_cases(self.address, begin, end, known_at, until)
            found, odd = int(self._record["found"][0]), int(self._record["odd_cases"][0])
            yield self._kept["duties"][:found].copy(), self._kept["odd"][:odd].tolist()
            if case == begin:  # it needs more room than there is
                rows = int(self._kept["first"][case + 1] - self._kept["first"][case])
                self.make_room(
                    max(2 * rows, 2 * int(self._record["most_rows"][0])),
                    2 * int(self._record["most_duties"][0]),
                )
            begin = case

    def _lay(self, name: str, column: Column) -> None:
        self._kept[name] = column
        self._record[name] = column.ctypes.data

"""One duty as a line on the screen: its clock, its owner, and why, with the days that were not counted."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.ledger.london import say_date, say_when
from goldthread.procedures import explain, in_words
from goldthread.procedures.duties import Duty
from goldthread.procedures.pack import Pack
from goldthread.procedures.working_calendar import Due
from goldthread.web.clauses import Why, why
from goldthread.web.duewords import DueWords, WorkingDay, due_words


@dataclass(frozen=True)
class NotCountedDay:
    """A day that the clock left out."""

    day: str
    why: str


@dataclass(frozen=True)
class DutyLine:
    """What `duty_row` shows. `about` and `href` lead to the child or contact.

    `act` is (words, address) of what to do; `target` is what is usual, inside the limit; `behind` are more
    sentences about the rule: its limit, when it applies, what it replaced, what another document says.
    """

    id: str
    title: str
    state: str
    due: DueWords
    owner: str
    began: str
    why: Why
    target: DueWords | None = None
    met: str = ""
    last_working_day: str = ""
    not_counted: tuple[NotCountedDay, ...] = ()
    softened: str = ""
    behind: tuple[str, ...] = ()
    about: str = ""
    href: str = ""
    act: tuple[str, str] | None = None

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"met": "done", "met_late": "late", "missed": "late"}.get(self.state, self.due.urgency.value)

    @property
    def clock(self) -> str:
        """The words of its badge."""
        if self.state == "missed":
            return "missed"
        if self.met:
            return "done late" if self.state == "met_late" else "done"
        return self.due.words


def duty_line(
    duty: Duty,
    at: datetime,
    *,
    owner: str = "",
    about: str = "",
    href: str = "",
    act: tuple[str, str] | None = None,
    pack: Pack | None = None,
) -> DutyLine:
    """The line of a duty seen at an instant. `owner` is a person or team; the role when empty."""
    pack = pack or duty.start.table.pack
    rule = duty.rule.written
    role = pack.roles.get(rule.by)
    return DutyLine(
        id=duty.id,
        title=rule.title,
        state=duty.state,
        due=_words(duty.due, at, pack),
        owner=owner or (role.title if role else rule.by),
        began=_began(duty),
        why=why(rule, pack),
        target=_words(duty.usual, at, pack) if duty.usual else None,
        met=say_when(duty.met.at) if duty.met else "",
        last_working_day=_last_working_day(duty.due),
        not_counted=_not_counted(duty.due),
        softened=rule.softened,
        behind=_behind(duty),
        about=about,
        href=href,
        act=act,
    )


def _began(duty: Duty) -> str:
    """What started a duty, and when; and since when it applies, if that was later."""
    started = f"{in_words.event(duty.start.table.pack, duty.start.name)}, {say_when(duty.start.at)}"
    return started if duty.opened == duty.start.at else f"{started}; it applies since {say_when(duty.opened)}"


def _behind(duty: Duty) -> tuple[str, ...]:
    pack, rule = duty.start.table.pack, duty.rule.written
    said = [f"The limit: {in_words.limit(pack, rule, duty.start.name)}."]
    said += [f"It applies {each}." for each in explain.applies(pack, rule)]
    for older in explain.path(pack, duty.id):
        because = f" {older.because}" if older.because else ""
        said.append(f"It replaced a rule ({older.limit}), beside which it is {older.effect}.{because}")
    for other in explain.beside(pack, duty.id):
        said.append(f"Another document says otherwise, and both are shown: {other.limit}.")
    return tuple(said)


def _words(due: Due | None, at: datetime, pack: Pack) -> DueWords:
    instant = due.instant if due else None
    by_day = due is not None and due.kind == "day"
    return due_words(instant, at, by_day=by_day, working=_working(pack))


def _working(pack: Pack) -> WorkingDay:
    return lambda day: pack.calendar.why_not(day) is None


def _last_working_day(due: Due | None) -> str:
    """The latest working day on or before a limit that falls on another day (R5); otherwise empty."""
    if due is None or due.kind != "day" or due.last_working_day == due.day:
        return ""
    return say_date(due.last_working_day)


def _not_counted(due: Due | None) -> tuple[NotCountedDay, ...]:
    return tuple(NotCountedDay(say_date(one.day), one.why) for one in due.not_counted) if due else ()

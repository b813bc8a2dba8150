"""One duty as a line on the screen: its clock, its owner, and why, with the days that were not counted."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.ledger import procedure
from goldthread.ledger.london import say_date, say_when
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

    `act` is (words, address) of what to do; `target` is what is usual, inside the limit.
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
    pack = pack or procedure.newest()
    rule = duty.rule.written
    role = pack.roles.get(rule.by)
    return DutyLine(
        id=duty.id,
        title=rule.title,
        state=duty.state,
        due=_words(duty.due, at, pack),
        owner=owner or (role.title if role else rule.by),
        began=say_when(duty.opened),
        why=why(rule, pack),
        target=_words(duty.usual, at, pack) if duty.usual else None,
        met=say_when(duty.met.at) if duty.met else "",
        last_working_day=_last_working_day(duty.due),
        not_counted=_not_counted(duty.due),
        softened=rule.softened,
        about=about,
        href=href,
        act=act,
    )


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

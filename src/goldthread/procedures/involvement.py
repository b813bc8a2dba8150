"""When a child's episodes begin and close: never while a contact still waits to be decided."""

from collections.abc import Iterable
from datetime import UTC, datetime

from goldthread.procedures.settling import Effect

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
Period = tuple[datetime, datetime | None]


def periods(effects: Iterable[Effect]) -> list[Period]:
    """When each episode began, and when it closed (None: it is open). The first begins before all."""
    involvement = _Involvement()
    for effect in effects:
        if effect.kind.turns:
            involvement.take(effect)
    return involvement.periods


class _Involvement:
    """What is open, effect by effect.

    A contact waits until it is decided; decided otherwise than by an ending, it keeps the episode open. So an
    ending that concerns one contact closes nothing while another waits or goes on.
    """

    def __init__(self) -> None:
        self.periods: list[Period] = [(BEFORE_ALL, None)]
        self._waiting: dict[str, None] = {}
        self._going_on: set[str] = set()

    def take(self, effect: Effect) -> None:
        """One effect, in order of time."""
        kind = effect.kind
        if kind.begins:
            self._begin(effect)
        elif kind.decides:
            self._decide(effect, ends=kind.ends)
        elif kind.ends:
            self._going_on.clear()
            self._close(effect.at)
        elif kind.settles:
            self._let_go(self._concerned(effect))

    def _begin(self, effect: Effect) -> None:
        if self.periods[-1][1] is not None:
            self.periods.append((effect.at, None))
            self._going_on.clear()
        if _is_to_be_decided(effect):
            self._waiting[effect.root] = None

    def _decide(self, effect: Effect, *, ends: bool) -> None:
        concerned = self._concerned(effect)
        self._let_go(concerned)
        if not ends:
            self._going_on.update(concerned)
            return
        self._going_on.difference_update(concerned or self._going_on.copy())
        self._close(effect.at)

    def _concerned(self, effect: Effect) -> list[str]:
        """The contact that an effect answers; one that answers none concerns all that wait."""
        if effect.answers in self._waiting or effect.answers in self._going_on:
            return [effect.answers]
        return list(self._waiting)

    def _let_go(self, contacts: Iterable[str]) -> None:
        for contact in contacts:
            self._waiting.pop(contact, None)

    def _close(self, at: datetime) -> None:
        began, closed = self.periods[-1]
        if closed is None and not self._waiting and not self._going_on:
            self.periods[-1] = began, at


def _is_to_be_decided(contact: Effect) -> bool:
    """Whether the procedure asks for a decision about a contact, as far as the contact itself tells."""
    nothing_stated = contact.kind.table.questions.nothing_stated
    return contact.kind.applying(nothing_stated & ~contact.decided | contact.hold).to_be_decided

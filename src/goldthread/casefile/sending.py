"""What stands on the page before papers are sent: each recipient's copy, ways, stops, and what was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from goldthread.casefile.recipients import FAMILY, NAMED, PROFESSIONALS, Candidate
from goldthread.documents.addressing import EMAIL, HAND, POST, Way, ways
from goldthread.documents.copies import Copy, copy_for
from goldthread.documents.dispatching import Addressed
from goldthread.documents.entries import SHARED_ON, basis_of
from goldthread.documents.papers import Paper
from goldthread.ledger.fields import FieldError

GROUPS = (NAMED, FAMILY, PROFESSIONALS)
_HOW = {POST: "By post", EMAIL: "By e-mail", HAND: "By hand: print it, and give it to them yourself"}
_LONGEST_REASON = 500
Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Desk:
    """One recipient on that page. `raw` is what was chosen for them so far."""

    candidate: Candidate
    copy: Copy
    ways: Sequence[Way]
    raw: Raw

    @property
    def token(self) -> str:
        """What their controls' names end in."""
        return self.candidate.token

    @property
    def stopped(self) -> str:
        """The rule against sending them anything; empty where there is a way."""
        return "" if self.open else self.ways[0].stop

    @property
    def open(self) -> list[Way]:
        """The ways against which nothing stands."""
        return [way for way in self.ways if not way.stop]

    @property
    def shut(self) -> list[Way]:
        """Addresses on record that may not be used."""
        return [way for way in self.ways if way.stop and way.address]

    @property
    def goes(self) -> bool:
        """Whether anything goes to them."""
        return not self.stopped

    @property
    def way(self) -> str:
        """The way that was chosen; the only one where there is one."""
        return self._typed("way") or (self.open[0].key if len(self.open) == 1 else "")

    @property
    def looked(self) -> bool:
        """Whether the sender says that they have looked."""
        return self._typed("looked") == self.copy.fingerprint

    @property
    def why(self) -> str:
        """Why they are to have what they need not know."""
        return self._typed("why")[:_LONGEST_REASON]

    @property
    def basis(self) -> str:
        """On what they get it, as chosen, or as follows from who they are."""
        chosen = self._typed("basis")
        return chosen if chosen in SHARED_ON else basis_of(self.copy.recipient)

    @property
    def bases(self) -> Mapping[str, str]:
        """What it can be."""
        return SHARED_ON

    @property
    def relevance(self) -> str:
        """Why they are to have it."""
        return self._typed("relevance")[:_LONGEST_REASON]

    @property
    def may_have(self) -> int:
        """How many things a sender may let them have."""
        return sum(not one.must for one in self.copy.left_out)

    @property
    def query(self) -> str:
        """What asks for this very copy."""
        return urlencode([("to", self.token), *(("let", one.key) for one in self.copy.let)])

    def words(self, way: Way) -> str:
        """A way, as the page has it."""
        return f"{_HOW[way.channel]}: {way.address}" if way.address else _HOW[way.channel]

    def _typed(self, name: str) -> str:
        return next(iter(self.raw.get(f"{name}-{self.token}", ())), "").strip()

    def errors(self) -> Iterator[FieldError]:
        """What is missing before it can go to them."""
        name = self.copy.recipient.name
        if self.stopped:
            return
        if self.copy.let and not self.why:
            yield FieldError(f"why-{self.token}", f"Enter why {name} is to have what they need not know")
        if self.way not in {one.key for one in self.open}:
            yield FieldError(f"way-{self.token}", f"Choose how it goes to {name}")
        if not self.looked:
            changed = bool(self._typed("looked"))
            again = f"The copy for {name} is not as you saw it. Look at it again, and tick that you have"
            first = f"Look at the copy for {name}, and tick that you have"
            yield FieldError(f"looked-{self.token}", again if changed else first)


def desk(candidate: Candidate, paper: Paper, raw: Raw, *, at: datetime) -> Desk:
    """What stands for one recipient, given what was chosen for them."""
    let = [key for key in raw.get(f"let-{candidate.token}", ()) if key]
    copy = copy_for(paper, candidate.recipient, at=at, let=let)
    return Desk(candidate, copy, ways(copy, at=at), raw)


def taken(one: Desk) -> Addressed:
    """The desk as an instruction to send."""
    let = {fact.key: one.why for fact in one.copy.let}
    return Addressed(
        one.candidate.recipient, one.way, one.copy.fingerprint, let, basis=one.basis, relevance=one.relevance
    )

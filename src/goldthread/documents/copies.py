"""One recipient's copy of a paper: what stays, what is left out, and why."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from goldthread.access.recipients import Recipient
from goldthread.access.withholding import Against, against
from goldthread.documents.papers import Block, Fact, Paper, Section, Table


@dataclass(frozen=True)
class LeftOut:
    """Something that a copy does not say. `must` is False where they only need not know it: a sender may
    let them have that, with a reason."""

    where: str
    label: str
    text: str
    why: str
    key: str
    must: bool = True


@dataclass(frozen=True)
class Copy:
    """A paper as one recipient may have it. `nothing` is why none of it may go to them at all.

    `let` is what they have although they need not know it.
    """

    paper: Paper
    recipient: Recipient
    left_out: tuple[LeftOut, ...]
    against: Against
    nothing: tuple[str, ...] = ()
    let: tuple[LeftOut, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells this copy from any other: whoever looked at it looked at just this."""
        said = [self.recipient.key, *self.nothing, *(words for words in words_of(self.paper))]
        said += [f"{one.key} {one.why}" for one in (*self.left_out, *self.let)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def key_of(fact: Fact) -> str:
    """What tells a fact from the others of its paper."""
    about = ",".join(sorted(map(str, fact.about)))
    said = hashlib.sha256(fact.text.encode()).hexdigest()[:8]
    return f"{fact.entry}/{fact.field or fact.label}/{about}/{said}"


def copy_for(paper: Paper, recipient: Recipient, *, at: datetime, let: Collection[str] = ()) -> Copy:
    """The copy of one recipient. `let`: keys of what they need not know, but are to have all the same."""
    people = {*paper.about, *(one for fact in paper.facts() for one in fact.about)}
    found = against(recipient, people, at=at)
    cutter = _Cutter(found, frozenset(let), paper)
    sections = tuple(cutter.section(one) for one in paper.sections)
    kept = replace(paper, sections=tuple(one for one in sections if one.body))
    nothing = (*found.nothing, *_given_away(kept, found))
    once = tuple(dict.fromkeys(nothing))
    return Copy(kept, found.recipient, tuple(cutter.left_out), found, once, tuple(cutter.let))


def words_of(paper: Paper) -> Iterator[str]:
    """Everything that a paper says, in reading order, its title and headings included."""
    yield from (paper.title, paper.authority, paper.reference)
    for section in paper.sections:
        yield section.title
        for block in section.body:
            yield from _words(block)


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, str):
        yield block
    elif isinstance(block, Fact):
        yield from (block.label, block.text)
    else:
        yield block.caption
        yield from block.head
        yield from (fact.text for row in block.rows for fact in row)


def _given_away(paper: Paper, found: Against) -> Iterator[str]:
    """Why a copy may not go although each fact was looked at: a title or a heading tells it."""
    for words in words_of(paper):
        why = found.told_by(words)
        if why:
            yield f"A title or heading in it would tell: {why}"


class _Cutter:
    """Goes through a paper in reading order, keeping what stays and noting what does not."""

    def __init__(self, found: Against, let: frozenset[str], paper: Paper) -> None:
        self.found, self.asked, self.paper = found, let, paper
        self.left_out: list[LeftOut] = []
        self.let: list[LeftOut] = []

    def section(self, section: Section) -> Section:
        """The section with what stays; without a body when nothing does."""
        kept = tuple(self._blocks(section))
        said = any(not isinstance(block, str) for block in kept)
        had = any(not isinstance(block, str) for block in section.body)
        return replace(section, body=kept if said or not had else ())

    def _blocks(self, section: Section) -> Iterator[Block]:
        for block in section.body:
            if isinstance(block, Fact):
                fact = self._fact(block, section.title)
                if fact is not None:
                    yield fact
            elif isinstance(block, Table):
                rows = tuple(row for row in block.rows if self._row(row, section.title))
                if rows:
                    yield replace(block, rows=rows)
            else:
                yield block

    def _fact(self, fact: Fact, where: str) -> Fact | None:
        """The fact, or those of its paragraphs that stay."""
        why, must = self._why(fact)
        if why and not self._is_let(fact, where, why, must=must):
            return None
        if not self.found.told_by(f"{fact.label}\n{fact.text}"):
            return fact
        kept = self._paragraphs(fact, where)
        whole = replace(fact, text="\n".join(kept))
        why = self.found.told_by(f"{whole.label}\n{whole.text}")
        if kept and not why:
            return whole
        if kept:  # the paragraphs tell it together, or the label does
            self._note(whole, where, why)
        return None

    def _paragraphs(self, fact: Fact, where: str) -> list[str]:
        kept = []
        for paragraph in fact.text.split("\n"):
            why = self.found.told_by(paragraph)
            if why:
                self._note(replace(fact, text=paragraph), where, why)
            else:
                kept.append(paragraph)
        return kept if any(one.strip() for one in kept) else []

    def _row(self, row: Sequence[Fact], where: str) -> bool:
        """Whether a row stays: its facts stand or fall together."""
        found = [self._why(fact) for fact in row]
        texts = [*(fact.text for fact in row), " ".join(fact.text for fact in row)]
        found += [(self.found.told_by(text), True) for text in texts]
        must = next((why for why, is_must in found if why and is_must), "")
        why = must or next((why for why, _ in found if why), "")
        said = "; ".join(f"{fact.label}: {fact.text}" for fact in row if fact.text)
        return not why or self._is_let(replace(row[0], text=said), where, why, must=bool(must))

    def _is_let(self, fact: Fact, where: str, why: str, *, must: bool) -> bool:
        """Whether the sender lets them have it all the same; noted either way."""
        self._note(fact, where, why, must=must)
        if must or key_of(fact) not in self.asked:
            return False
        self.let.append(self.left_out.pop())
        return True

    def _why(self, fact: Fact) -> tuple[str, bool]:
        """Why they must not (True), or need not (False), have it; empty where they may."""
        if fact.kept_back and self.found.knows is not None:
            return fact.kept_back, True
        everyone = frozenset(self.paper.about) if fact.tells_where else fact.about
        about = fact.about or everyone
        must = self.found.kept(fact.entry, fact.field, about, tells_where=fact.tells_where)
        if must:
            return must, True
        return self.found.need_not(about, fact.sensitivity, tells_where=fact.tells_where), False

    def _note(self, fact: Fact, where: str, why: str, *, must: bool = True) -> None:
        self.left_out.append(LeftOut(where, fact.label, fact.text, why, key_of(fact), must))

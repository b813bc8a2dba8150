"""From a paper to what one named recipient gets: the copy, then the PDF."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from goldthread.access.recipients import Recipient
from goldthread.documents.copies import Copy, LeftOut, copy_for
from goldthread.documents.papers import Paper
from goldthread.documents.pdf import render


@dataclass(frozen=True)
class Built:
    """The PDF for one recipient, and what it does not say and why. The name of the file tells nothing."""

    pdf: bytes
    name: str
    copy: Copy

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, in reading order."""
        return self.copy.left_out


def build(paper: Paper, recipient: Recipient, *, at: datetime, let: Collection[str] = ()) -> Built:
    """One recipient's copy as PDF. Raises ValueError where nothing of it may go to them."""
    copy = copy_for(paper, recipient, at=at, let=let)
    return Built(render(copy), file_name(paper), copy)


def file_name(paper: Paper) -> str:
    """`cp_minutes-K7R-4M2-HX9.pdf`: no name of a person stands in a file name."""
    return f"{paper.kind}-{paper.reference}.pdf"

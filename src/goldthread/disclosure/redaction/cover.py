"""The first pages of a copy, in plain words: what is in it, what is not and why, and how to ask again."""

from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.disclosure.redaction.final import Final
from goldthread.disclosure.redaction.reasons import REASONS


@dataclass(frozen=True)
class Part:
    """A heading, paragraphs, and a list."""

    title: str
    said: tuple[str, ...]
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What the cover has to know. `theirs`: the reader is the person whose record it is."""

    authority: str
    worker: str
    theirs: bool
    asked: str  # when, in words
    version: int


def cover(copy: Final, about: About) -> list[Part]:
    """The cover, for the person themselves or for somebody who asked about them."""
    return [_what(copy, about), *_missing(copy), *([_care()] if about.theirs else []), _again(about)]


def _what(copy: Final, about: About) -> Part:
    here = sum(not page.whole for page in copy.pages)
    whose = "your records" if about.theirs else "these records"
    you = "you" if about.theirs else "the person whose records they are"
    said = [
        f"This is a copy of {whose} at {about.authority}. It has what we had written down by {about.asked}.",
        f"It has {_count(here, 'entry', 'entries')}. The oldest comes first. Each one says what was written "
        "down, when, and who wrote it.",
        f"Workers wrote these words at the time. You may not agree with all of them, and {you} may remember "
        "things in another way.",
    ]
    if about.version > 1:
        said.append(f"This is copy number {about.version}. It takes the place of the one before.")
    return Part("What this is", tuple(said))


def _missing(copy: Final) -> Iterator[Part]:
    used = copy.counts
    if used:
        said = (
            "We had to take some parts out. Where we did, there is a grey box with a number in it. "
            "The number tells you why.",
            "All boxes are the same size. You cannot tell from a box how much was there.",
        )
        yield Part("Why some parts are missing", said, tuple(_why(key, times) for key, times in used.items()))
    else:
        yield Part("Is anything missing?", ("We did not take anything out of what is written here.",))
    if copy.files:
        files = _count(copy.files, "file", "files")
        was = "is" if copy.files == 1 else "are"
        words = f"{files} that came with an entry {was} not in this copy. Ask us if you want to see more."
        yield Part("Files", (words,))


def _why(key: str, times: int) -> str:
    one = REASONS[key]
    return f"{one.code}: {one.title} ({_count(times, 'time', 'times')}). {one.tells}"


def _care() -> Part:
    return Part(
        "Before you read on",
        (
            "Reading about your own life can be hard. You can stop at any time. You need not read it alone.",
            "You can ask us to sit with you and go through it. You can bring a friend.",
        ),
    )


def _again(about: About) -> Part:
    return Part(
        "If you think that something is wrong",
        (
            f"You can ask us to look again at anything that we took out. You do not have to say why. "
            f"Somebody else will look at it. {about.worker} made this copy: ask for them.",
            "If you think that something in the records is not true, tell us. We can put it right, or "
            "keep your own words next to it.",
            "You can also complain to us. It costs nothing, and we will tell you how.",
            "If you are still not happy, tell the Information Commissioner. They look after people’s rights "
            "over their own information: ico.org.uk.",
        ),
    )


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"

"""A conference record of 12 pages, made up: the same words for each maker of PDF."""
# ruff: noqa: INP001 - a script of its own

SECTIONS, ROWS = 12, 6
_SENTENCE = (
    "The family support worker said that Rowan has been late for school on many mornings since January."
)
_LONG = " ".join([_SENTENCE] * 5)

Block = tuple[str, str] | list[tuple[str, str, str]]
HEAD = ("What", "Who", "By when")


def sections() -> list[tuple[str, list[Block]]]:
    """Title and blocks of each section: a question with its answer, or the rows of a table."""
    rows = [(f"{_SENTENCE} ({number})", "Nell Ward, school nurse", "2 April 2026") for number in range(ROWS)]
    body: list[Block] = [("What is going well?", _LONG), ("What worries us?", f"{_LONG}\n{_LONG}"), rows]
    return [(f"Part {number}", body) for number in range(1, SECTIONS + 1)]

"""R5: fifty sealed people and fifty facts that somebody must not know, and how many a wrong reader saw."""

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run

PAGES = ("tests/integration/access/test_canaries.py", "tests/integration/access/test_page_leaks.py")
PAPERS = ("tests/integration/documents/test_leaks.py",)


def measure(run: Run) -> Result:
    """What the tests of leaks find: in pages and in papers."""
    return measured_by(run, *PAGES, *PAPERS)

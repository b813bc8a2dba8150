"""Where a rule comes from: the passage where the document is at hand, its place where it is not."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from goldthread.ledger import procedure
from goldthread.procedures.format.steps import DutyRule
from goldthread.web import clauses


@pytest.fixture(autouse=True)
def forget_documents() -> None:
    clauses._document.cache_clear()


def _duty_rule() -> DutyRule:
    return procedure.newest().steps["acknowledgement"].duties["acknowledge"]


@pytest.mark.takes(10)
def test_without_the_document_our_words_and_its_place_are_shown() -> None:
    with override_settings(GOLDTHREAD_SOURCES=None):
        found = clauses.why(_duty_rule())
    assert found.clauses
    assert all(clause.says and clause.source and clause.at and not clause.passage for clause in found.clauses)
    assert found.requirements


@pytest.mark.takes(10)
def test_where_it_is_at_hand_the_passage_is_shown() -> None:
    folder: Path | None = settings.GOLDTHREAD_SOURCES
    if folder is None or not any(folder.iterdir()):
        pytest.skip("the source documents are not at hand")
    assert all(clause.passage for clause in clauses.why(_duty_rule()).clauses)

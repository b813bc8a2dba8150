"""Lets a test say which numbered requirements it shows to be met."""

import pytest


def requirement(*ids: str) -> pytest.MarkDecorator:
    """Cite lines of requirements.csv, on a test that would fail if one of them were not met."""
    return pytest.mark.requirement(*ids)

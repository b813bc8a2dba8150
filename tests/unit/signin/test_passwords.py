"""A password says nothing of whose it is or where."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goldthread.accounts.models import Agency, User


def test_a_password_holds_no_word_of_where_it_is_used(settings: Any) -> None:
    settings.GOLDTHREAD_AUTHORITY = "hartlepool-stockton"
    settings.GOLDTHREAD_PASSWORD_WORDS = ["Civic Centre"]
    rosa = User(name="Rosa Fernley", email="rf.beech@example.org", agency=Agency(name="Alder School"))
    for word in ("Goldthread", "STOCKTON", "civic", "rosa", "Fernley", "beech", "alder"):
        with pytest.raises(ValidationError, match="where you work"):
            validate_password(f"nine {word}7 lanterns", rosa)
    validate_password("nine elders, a rose, two lanterns", rosa)
    validate_password("nine fernley lanterns")  # anybody else's name is as good as another word

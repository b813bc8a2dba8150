"""What cannot send does not start."""

import pytest
from django.conf import LazySettings

from goldthread.documents.checks import notify_is_set_up

KEY = "test-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


@pytest.mark.parametrize(
    ("mail", "key", "template", "right"),
    [
        ("smtp", "", "", True),
        ("notify", KEY, "template", True),
        ("notify", "", "template", False),
        ("notify", "short", "template", False),
        ("notify", KEY, "", False),
    ],
)
def test_notify_needs_a_key_and_a_template(
    settings: LazySettings, mail: str, key: str, template: str, *, right: bool
) -> None:
    settings.GOLDTHREAD_MAIL = mail
    settings.GOLDTHREAD_NOTIFY_KEY, settings.GOLDTHREAD_NOTIFY_TEMPLATE = key, template
    assert (notify_is_set_up() == []) is right

"""Whoever sends a file is heard out before they are answered, or they see no answer (figure R2)."""

from io import BytesIO
from typing import Any

import pytest

from goldthread.config.wsgi import heard_out


@pytest.mark.parametrize(("sent", "left"), [(300_000, 0), (5_000_000, 1)])
def test_what_an_answer_did_not_read_is_read_up_to_a_bound(settings: Any, sent: int, left: int) -> None:
    settings.GOLDTHREAD_MAX_UPLOAD = 1_000_000
    body = BytesIO(b"x" * sent)

    def full(environ: dict[str, Any], respond: object) -> list[bytes]:  # noqa: ARG001
        environ["wsgi.input"].read(1000)
        return [b"no room"]

    assert heard_out(full)({"wsgi.input": body}, print) == [b"no room"]
    assert bool(body.read(1)) is bool(left)

"""The key that signs sessions: named in production, made once and kept under var/ for a demonstration."""

import os
import secrets
from pathlib import Path

from goldthread.config import authorities, env
from goldthread.config.paths import VAR


def key(*, demo: bool) -> str:
    """The secret key of this authority, from the installation's. Refuses to invent one for a real service."""
    return f"{_of_the_installation(demo=demo)}:{authorities.here()}"


def _of_the_installation(*, demo: bool) -> str:
    if env.given("GOLDTHREAD_SECRET_KEY") or not demo:
        return env.required("GOLDTHREAD_SECRET_KEY", "a real service needs its own long random secret")
    kept = VAR / "secret-key"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        _make(kept.with_name(f"secret-key.{os.getpid()}")).replace(kept)  # whole or not at all
    return kept.read_text()


def _make(file: Path) -> Path:
    file.touch(mode=0o600)
    file.write_text(secrets.token_urlsafe(50))
    return file

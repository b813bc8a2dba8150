"""Compiles what runs over every event, and keeps the machine code beside the source for the next start."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

HERE = Path(__file__).parent
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """A function of numbers, columns and records, compiled when first called. It lets other threads run."""
    made: Function = numba.njit(function, cache=True, nogil=True)
    return made


def inlined(function: Function) -> Function:
    """As `compiled`, for small functions that others call very often: they become part of those."""
    made: Function = numba.njit(function, cache=True, nogil=True, inline="always")
    return made


def _keep() -> None:
    """Machine code is of all these files as they are: a function may have others of them within it.

    That of the files as they were before is no use any more.
    """
    sources = b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py")))
    kept = HERE / "__pycache__" / hashlib.sha256(sources).hexdigest()[:16]
    if not kept.exists():
        for older in kept.parent.glob("*/"):
            shutil.rmtree(older, ignore_errors=True)
        kept.mkdir(parents=True)
    numba.config.CACHE_DIR = str(kept)  # type: ignore[attr-defined]  # set up as it is imported


_keep()

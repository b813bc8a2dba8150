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


def within(function: Function) -> Function:
    """As `compiled`, for what only compiled functions call: it is kept as part of those."""
    made: Function = numba.njit(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)  # type: ignore[call-overload]  # has no types for them
    return made


def inlined(function: Function) -> Function:
    """As `within`, for small functions that are called very often: they become part of their callers."""
    made: Function = numba.njit(function, inline="always")
    return made


class Entry:
    """A compiled function whose arguments are always of the same types: only its first call looks at them."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._known: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """What the function answers."""
        if self._known is not None:
            return self._known(*arguments)
        answer = self._function(*arguments)
        [compiled_once] = self._function.overloads.values()  # type: ignore[attr-defined]  # Numba's dispatcher
        self._known = compiled_once.entry_point
        return answer


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

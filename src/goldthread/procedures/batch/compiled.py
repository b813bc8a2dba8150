"""Compiles what runs over every event, and keeps the machine code beside the source for the next start."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

HERE = Path(__file__).parent
LONG = 1 << 40
"""How long a column is said to be: nobody asks."""
Function = TypeVar("Function", bound=Callable[..., Any])


def entry(function: Function) -> Function:
    """A function of numbers, compiled when first called. It allocates nothing, and lets other threads run."""
    made: Function = numba.njit(function, cache=True, nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload]  # has no types for all
    return made


def within(function: Function) -> Function:
    """As `entry`, for what only compiled functions call: it is kept as part of those."""
    made: Function = numba.njit(  # type: ignore[call-overload]  # has no types for all
        function, error_model="numpy", _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True
    )
    return made


def _column(_typing: Any, _address: Any, dtype: Any) -> Any:
    array = types.Array(dtype.dtype, 1, "C")

    def made(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        out = make_array(array)(context, builder)  # type: ignore[no-untyped-call]  # Numba's own
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(dtype.dtype)))
        populate_array(  # type: ignore[no-untyped-call]  # Numba's own
            out,
            data=builder.inttoptr(arguments[0], out.data.type),
            shape=[context.get_constant(types.intp, LONG)],
            strides=[size],
            itemsize=size,
            meminfo=None,
        )
        return out._getvalue()

    return array(types.int64, dtype), made


whole: Any = numba.int64
"""A number as such. Functions would be compiled once more for each that is written out."""
column: Any = intrinsic(_column)
"""What lies at an address, as a column of records or numbers of a type. Nobody counts references to it."""


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
numba.config.OPT = type(numba.config.OPT)(1)  # type: ignore[attr-defined]  # more takes longer to compile, and runs no faster
numba.config.LOOP_VECTORIZE = numba.config.SLP_VECTORIZE = 0  # type: ignore[attr-defined]

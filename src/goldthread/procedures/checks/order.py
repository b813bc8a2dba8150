"""Keys stand in one order in every pack, so that a change shows as the one line that it is."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from goldthread.procedures.checks.context import Context
from goldthread.procedures.format.keys import Part

READ = (
    "head",
    "sources",
    "readings",
    "roles",
    "words",
    "services",
    "routes",
    "guidance",
    "family",
    "writing",
    "retention",
    "forms",
    "letters",
    "steps",
)


def check(context: Context) -> None:
    """Report keys that stand before one that SCHEMA.md has first."""
    for part in _inside([getattr(context.own, key) for key in READ]):
        known = [name.rstrip("_") for name in type(part).__annotations__]
        for one, other in pairwise(part.where.keys):
            if known.index(one) > known.index(other):
                context.error(part, "key_order", f'Write "{other}" before "{one}".', other)


def _inside(value: object) -> Iterator[Part]:
    """Every part in a value, however deep."""
    if isinstance(value, Part):
        yield value
        yield from _inside([inner for name, inner in vars(value).items() if name != "where"])
    elif isinstance(value, Mapping):
        yield from _inside(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _inside(inner)

"""What a family is told of the procedure: each stage, its rights, how to complain (HUB-8.1, HUB-2.6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.procedures.pack import Pack
from goldthread.web.clauses import Why, why


@dataclass(frozen=True)
class Told:
    """One thing that a family is told, to parents and to a child, and where it comes from."""

    id: str
    title: str
    says: Sequence[str]
    to_child: Sequence[str]
    why: Why


@dataclass(frozen=True)
class ForFamily:
    """Everything. `stages` in the order of the pathway; `telephone` is whom to ring, with the number."""

    stages: Sequence[Told]
    rights: Sequence[Told]
    complaint: Sequence[Told]
    telephone: Sequence[tuple[str, str]]


def told(pack: Pack) -> ForFamily:
    """What this procedure tells families."""
    by_kind: dict[str, list[Told]] = {"stage": [], "rights": [], "complaint": []}
    for name, one in pack.family.items():
        by_kind[one.about].append(Told(name, one.title, one.says, one.to_child, why(one, pack)))
    lines = [(one.title, one.telephone) for one in pack.services.values() if one.telephone and not one.serves]
    return ForFamily(by_kind["stage"], by_kind["rights"], by_kind["complaint"], lines)

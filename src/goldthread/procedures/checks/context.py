"""What every check works on: a pack by itself and built on its base, and a place for findings."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from goldthread.procedures.format.findings import Finding
from goldthread.procedures.format.keys import Part
from goldthread.procedures.format.reader import close_match
from goldthread.procedures.pack import Pack
from goldthread.procedures.requirement_list import Requirement
from goldthread.procedures.sources import Sources


class Context:
    """One pack under check."""

    def __init__(
        self, own: Pack, whole: Pack, sources: Sources, requirements: Mapping[str, Requirement]
    ) -> None:
        """`own` is what the pack's files say; `whole` is the pack built on its base."""
        self.own = own
        self.whole = whole
        self.sources = sources
        self.requirements = requirements
        self.findings: list[Finding] = []
        self.events = {f"{name}.{outcome}" for name, step in whole.steps.items() for outcome in step.outcomes}

    def error(self, part: Part, code: str, message: str, key: str = "") -> None:
        """Report something that must be mended, at a key of a part."""
        self._add(part, code, "error", message, key)

    def warn(self, part: Part, code: str, message: str, key: str = "") -> None:
        """Report something true that may stand."""
        self._add(part, code, "warning", message, key)

    def note(self, part: Part, code: str, message: str, key: str = "") -> None:
        """Report something that could not be checked."""
        self._add(part, code, "notice", message, key)

    def known(self, part: Part, key: str, names: Any, known: Mapping[str, Any] | set[str], what: str) -> None:
        """Report each name at a key that is not among the known ones."""
        for name in (names,) if isinstance(names, str) else names:
            if name and name not in known:
                message = f'There is no {what} "{name}".{close_match(name, known)}'
                self.error(part, f"unknown_{what.replace(' ', '_')}", message, key)

    def _add(
        self, part: Part, code: str, severity: Literal["error", "warning", "notice"], message: str, key: str
    ) -> None:
        line = part.line(key)
        self.findings.append(Finding(self.own.id, part.where.file, line, code, severity, message, key))


def parts_of(pack: Pack) -> Iterator[tuple[str, Part, Part | None]]:
    """Every part of a pack that can carry a requirement: its id, itself, and the part around it."""
    outside: list[Mapping[str, Part]] = [pack.roles, pack.services, pack.routes, pack.guidance, pack.letters]
    outside += [pack.retention, pack.family, {"writing": pack.writing} if pack.writing.where.file else {}]
    for group in outside:
        for name, part in group.items():
            yield name, part, None
    for name, form in pack.forms.items():
        yield name, form, None
        for page_name, page in form.pages.items():
            yield f"{name}.{page_name}", page, form
    for name, step in pack.steps.items():
        yield name, step, None
        inside: list[Mapping[str, Part]] = [
            step.attends,
            step.points,
            step.duties,
            step.outcomes,
            step.must_not,
        ]
        for group in inside:
            for inner_name, inner in group.items():
                yield f"{name}.{inner_name}", inner, step

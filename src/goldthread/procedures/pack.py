"""Loads a pack from its folder, builds it on its base, and finds the one in force for an authority on a day."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from goldthread.procedures.findings import Damaged, Finding
from goldthread.procedures.head import BankHolidays, Head
from goldthread.procedures.keys import Id
from goldthread.procedures.reading import Reader, close_match
from goldthread.procedures.schema import (
    Condition,
    Fact,
    Facts,
    Form,
    Guidance,
    InForce,
    Letter,
    Outcome,
    Reading,
    Role,
    Route,
    Service,
    Source,
    Step,
)
from goldthread.procedures.working_calendar import WorkingCalendar

FILES: dict[str, Any] = {
    "sources": dict[Id, Source],
    "readings": dict[str, Reading],
    "roles": dict[Id, Role],
    "services": dict[Id, Service],
    "routes": dict[Id, Route],
    "guidance": dict[Id, Guidance],
}
FOLDERS: dict[str, Any] = {"forms": dict[Id, Form], "letters": dict[Id, Letter], "steps": dict[Id, Step]}

P = TypeVar("P", Role, Outcome)


@dataclass(frozen=True)
class Pack:
    """One authority's procedure. From `load` only what its own files say; after `extend` the whole."""

    directory: Path
    digest: str
    head: Head
    sources: dict[str, Source] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    guidance: dict[str, Guidance] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    holidays: BankHolidays | None = None
    base: "Pack | None" = None

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.head.id

    @property
    def authority(self) -> str:
        """The id of the authority whose procedure it is."""
        return self.head.procedure_of or self.head.id

    @classmethod
    def load(cls, directory: Path) -> "Pack":
        """The pack in a folder, without its base. Raises Damaged if its files cannot be read as a pack."""
        pack, findings = read_pack(directory)
        if pack is None or findings:
            raise Damaged(findings)
        return pack

    def extend(self, base: "Pack") -> "Pack":
        """This pack built on another.

        A skeleton gives titles, and its steps only where this pack has them too. A base with rules gives all
        its rules but those that this pack replaces.
        """
        steps = {} if base.head.skeleton else dict(base.steps)
        steps |= {name: _on(step, base.steps.get(name), keep=not base.head.skeleton) for name, step in self.steps.items()}
        return replace(
            self,
            digest=hashlib.sha256(f"{base.digest} {self.digest}".encode()).hexdigest(),
            sources=base.sources | self.sources,
            readings=base.readings | self.readings,
            roles=base.roles | {name: _titled(role, base.roles.get(name)) for name, role in self.roles.items()},
            facts=base.facts | self.facts,
            conditions=base.conditions | self.conditions,
            services=base.services | self.services,
            routes=base.routes | self.routes,
            guidance=base.guidance | self.guidance,
            forms=base.forms | self.forms,
            letters=base.letters | self.letters,
            steps=dict(sorted(steps.items(), key=lambda item: Path(item[1].where.file).name)),
            holidays=self.holidays or base.holidays,
            base=base,
        )

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The authority's working days. Raises Damaged if neither the pack nor its base has bank holidays."""
        if self.holidays is None:
            raise Damaged([Finding(self.id, "pack.yaml", 1, "no_calendar", "error", "No bank holidays are given.")])
        years = self.holidays.verified
        closed = {day.date: day.why for day in self.head.closure_days}
        return WorkingCalendar(years.from_, years.to, self.holidays.days | closed)

    def in_force_on(self, day: date) -> bool:
        """Whether this pack is the procedure on a day."""
        return in_force_on(self.head.in_force, day)


def in_force_on(dates: InForce | None, day: date) -> bool:
    """Whether a day lies within dates in force. No dates: always."""
    return dates is None or (dates.from_ <= day and (dates.to is None or day <= dates.to))


def _titled(part: P, base: P | None) -> P:
    return replace(part, title=part.title or base.title, says=part.says or base.says) if base else part


def _on(step: Step, base: Step | None, *, keep: bool) -> Step:
    """A step built on the base's step of the same id."""
    if base is None:
        return step
    kept = base if keep else Step()
    replaced = {duty.replaces.rpartition(".")[2] for duty in step.duties.values() if duty.replaces}
    outcomes = {name: _titled(outcome, base.outcomes.get(name)) for name, outcome in step.outcomes.items()}
    return replace(
        step,
        title=step.title or base.title,
        says=step.says or base.says,
        opens_when=step.opens_when or kept.opens_when,
        by=step.by or kept.by,
        facts=tuple(dict.fromkeys(kept.facts + step.facts)),
        points=kept.points | step.points,
        duties={name: duty for name, duty in kept.duties.items() if name not in replaced} | step.duties,
        outcomes=kept.outcomes | outcomes,
        must_not=kept.must_not | step.must_not,
    )


def read_pack(directory: Path) -> tuple[Pack | None, list[Finding]]:
    """A pack's own files and every fault found in reading them. No pack when pack.yaml itself is unreadable."""
    reader = Reader(directory.name, directory.parent)
    if not (directory / "pack.yaml").is_file():
        return None, [Finding(directory.name, f"{directory.name}/pack.yaml", 1, "no_pack", "error", "There is no pack here.")]
    head = reader.read(directory / "pack.yaml", Head)
    parts: dict[str, Any] = {}
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*.y*ml")):
        name = path.relative_to(directory).as_posix()
        folder, _, rest = name.rpartition("/")
        if folder == "examples":
            continue
        digest.update(f"{name} ".encode() + path.read_bytes())
        if name.removesuffix(".yaml") in FILES:
            parts[name.removesuffix(".yaml")] = reader.read(path, FILES[name.removesuffix(".yaml")]) or {}
        elif folder in FOLDERS and rest.endswith(".yaml"):
            _add(reader, parts.setdefault(folder, {}), reader.read(path, FOLDERS[folder]) or {}, path)
        elif name == "facts.yaml":
            facts = reader.read(path, Facts) or Facts()
            parts |= {"facts": facts.facts, "conditions": facts.conditions}
        elif head and name == head.calendar:
            parts["holidays"] = reader.read(path, BankHolidays)
        elif name != "pack.yaml":
            _unknown_file(reader, path, name)
    pack = Pack(directory, digest.hexdigest(), head, **parts) if head else None
    return pack, reader.findings


def _add(reader: Reader, known: dict[str, Any], new: dict[str, Any], path: Path) -> None:
    """Add the parts of one file of a folder; one step a file, no id in two files."""
    for name, part in new.items():
        if name in known:
            other = known[name].where
            reader.fault(part.line(), "duplicate_id", f'"{name}" is also in {other.file}, line {other.line}.')
    if path.parent.name == "steps" and len(new) > 1:
        second = list(new.values())[1]
        reader.fault(second.line(), "two_steps", "Write one step a file; move this one to a file of its own.")
    known |= new


def _unknown_file(reader: Reader, path: Path, name: str) -> None:
    known = [f"{each}.yaml" for each in (*FILES, "facts", "pack")] + [f"{each}/{path.name}" for each in FOLDERS]
    reader.file = str(path.relative_to(reader.root))
    reader.fault(1, "unknown_file", f'A pack has no file "{name}".{close_match(name, known)}')

"""One authority's procedure: read from its folder, and built on the pack it extends."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from goldthread.procedures.format.cites import InForce, Reading, Source
from goldthread.procedures.format.desk import Form, Guidance, Letter, Route, Service
from goldthread.procedures.format.family import FamilyStage
from goldthread.procedures.format.findings import Damaged, Finding
from goldthread.procedures.format.head import BankHolidays, Head
from goldthread.procedures.format.keys import NONE, Id, Part
from goldthread.procedures.format.reader import Reader, close_match
from goldthread.procedures.format.retention import RetentionRule
from goldthread.procedures.format.steps import Outcome, Step
from goldthread.procedures.format.words import Condition, Fact, Facts, Role
from goldthread.procedures.format.writing import Writing
from goldthread.procedures.working_calendar import WorkingCalendar

PLACES: Mapping[str, tuple[str, Any]] = {
    "pack.yaml": ("head", Head),
    "bank-holidays.yaml": ("holidays", BankHolidays),
    "sources.yaml": ("sources", Mapping[Id, Source]),
    "readings.yaml": ("readings", Mapping[str, Reading]),
    "roles.yaml": ("roles", Mapping[Id, Role]),
    "facts.yaml": ("words", Facts),
    "services.yaml": ("services", Mapping[Id, Service]),
    "routes.yaml": ("routes", Mapping[Id, Route]),
    "guidance.yaml": ("guidance", Mapping[Id, Guidance]),
    "family.yaml": ("family", Mapping[Id, FamilyStage]),
    "writing.yaml": ("writing", Writing),
    "retention.yaml": ("retention", Mapping[Id, RetentionRule]),
    "forms/": ("forms", Mapping[Id, Form]),
    "letters/": ("letters", Mapping[Id, Letter]),
    "steps/": ("steps", Mapping[Id, Step]),
}
"""For each file or folder of a pack: the key of Pack that it fills, and what it holds."""

EXAMPLES = "examples/"
Titled = TypeVar("Titled", Role, Outcome)


class Only(NamedTuple):
    """What to read of a pack: a quick question reads no more than it needs.

    `keys` are those of Pack, none meaning all; of a folder's files, those that mention `mentioning`.
    """

    keys: Collection[str] = ()
    mentioning: str = ""

    def wants(self, key: str, text: bytes) -> bool:
        """Whether to read a file, of a folder if there is a text."""
        return (not self.keys or key in self.keys) and (not text or self.mentioning.encode() in text)


EVERYTHING = Only()


class Pack(Part):
    """A procedure. From `load` only what its own files say; after `extend` the whole."""

    directory: Path
    digest: str
    head: Head
    holidays: BankHolidays | None = None
    sources: Mapping[str, Source] = NONE
    readings: Mapping[str, Reading] = NONE
    roles: Mapping[str, Role] = NONE
    words: Facts = Facts()
    services: Mapping[str, Service] = NONE
    routes: Mapping[str, Route] = NONE
    guidance: Mapping[str, Guidance] = NONE
    family: Mapping[str, FamilyStage] = NONE
    writing: Writing = Writing()
    retention: Mapping[str, RetentionRule] = NONE
    forms: Mapping[str, Form] = NONE
    letters: Mapping[str, Letter] = NONE
    steps: Mapping[str, Step] = NONE
    base: "Pack | None" = None

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.head.id

    @property
    def authority(self) -> str:
        """The id of the authority whose procedure it is."""
        return self.head.procedure_of or self.head.id

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What events can state."""
        return self.words.facts

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """What rules can ask."""
        return self.words.conditions

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The authority's working days. Raises Damaged if neither the pack nor its base has bank holidays."""
        if self.holidays is None:
            raise Damaged(
                [Finding(self.id, "pack.yaml", 1, "no_calendar", "error", "No bank holidays are given.")]
            )
        years = self.holidays.verified
        closed = {**self.holidays.days, **{day.date: day.why for day in self.head.closure_days}}
        return WorkingCalendar(years.from_, years.to, closed)

    def in_force_on(self, day: date) -> bool:
        """Whether this pack is the procedure on a day."""
        return in_force_on(self.head.in_force, day)

    @classmethod
    def load(cls, directory: Path, only: Only = EVERYTHING) -> "Pack":
        """The pack in a folder, without its base. Raises Damaged if its files cannot be read as a pack."""
        pack, findings = read_pack(directory, only)
        if pack is None or findings:
            raise Damaged(findings)
        return pack

    def extend(self, base: "Pack") -> "Pack":
        """This pack built on another.

        A skeleton gives titles, and its steps only where this pack has them too. A base with rules gives all
        its rules but those that this pack replaces.
        """
        kept = {} if base.head.skeleton else base.steps
        steps = {name: _on(name, step, base) for name, step in self.steps.items()}
        in_order = sorted({**kept, **steps}.items(), key=lambda item: Path(item[1].where.file).name)
        roles = {name: _able(role, base.roles.get(name)) for name, role in self.roles.items()}
        facts = {**base.facts, **self.facts}
        conditions = {**base.conditions, **self.conditions}
        by_id = ("sources", "readings", "services", "routes", "guidance", "family", "retention")
        return self.but(
            digest=hashlib.sha256(f"{base.digest} {self.digest}".encode()).hexdigest(),
            head=_head(self.head, base.head),
            holidays=self.holidays or base.holidays,
            roles={**base.roles, **roles},
            words=self.words.but(facts=facts, conditions=conditions),
            writing=self.writing.after(base.writing),
            steps=dict(in_order),
            base=base,
            **{name: {**getattr(base, name), **getattr(self, name)} for name in (*by_id, "forms", "letters")},
        )


def in_force_on(dates: InForce | None, day: date) -> bool:
    """Whether a day lies within dates in force. No dates: always."""
    return dates is None or (dates.from_ <= day and (dates.to is None or day <= dates.to))


def _head(own: Head, base: Head) -> Head:
    """What a pack says of itself; what it leaves out is as in the pack it builds on."""
    closed = {day.date: day for day in (*base.closure_days, *own.closure_days)}
    return own.but(
        starts_with=own.starts_with or base.starts_with,
        beside=own.beside or base.beside,
        history=own.history.after(base.history),
        closure_days=tuple(closed.values()),
        counting={**base.counting, **own.counting},
    )


def _titled(part: Titled, base: Titled | None) -> Titled:
    return part.but(title=part.title or base.title, says=part.says or base.says) if base else part


def _able(role: Role, base: Role | None) -> Role:
    """A role built on the base's role of the same id: its title, and what it may do besides."""
    if base is None:
        return role
    may = tuple(dict.fromkeys((*base.may, *role.may)))
    return _titled(role, base).but(may=may, people_a_day=role.people_a_day or base.people_a_day)


def _on(name: str, step: Step, pack: "Pack") -> Step:
    """A step built on the step of the same id of another pack: its titles, and the rules that are kept."""
    base = pack.steps.get(name)
    if base is None:
        return step
    kept = Step() if pack.head.skeleton else base
    replaced = {duty.replaces for duty in step.duties.values()}
    duties = {each: duty for each, duty in kept.duties.items() if f"{pack.id}.{name}.{each}" not in replaced}
    outcomes = {each: _titled(outcome, base.outcomes.get(each)) for each, outcome in step.outcomes.items()}
    return step.but(
        title=step.title or base.title,
        says=step.says or base.says,
        requirement=step.requirement or kept.requirement,
        reading=step.reading or kept.reading,
        cite=step.cite or kept.cite,
        opens_when=step.opens_when or kept.opens_when,
        when=step.when or kept.when,
        unless=step.unless or kept.unless,
        by=step.by or kept.by,
        facts=tuple(dict.fromkeys(kept.facts + step.facts)),
        attends={**kept.attends, **step.attends},
        points={**kept.points, **step.points},
        duties={**duties, **step.duties},
        outcomes={**kept.outcomes, **outcomes},
        must_not={**kept.must_not, **step.must_not},
    )


def read_pack(directory: Path, only: Only = EVERYTHING) -> tuple[Pack | None, list[Finding]]:
    """A pack's own files, and every fault in them. No pack when there is no readable pack.yaml."""
    reader = Reader(directory.name, directory.parent)
    digest = hashlib.sha256()
    parts: dict[str, Any] = {}
    for path, name in _files(directory):
        folder = name[: name.find("/") + 1]
        if place := PLACES.get(folder or name):
            key, hint = place
            text = path.read_bytes()
            if not only.wants(key, text if folder else b""):
                continue
            digest.update(f"{name} ".encode() + text)
            value = reader.read(path, hint)
            if folder:
                value = _added(reader, parts.get(key, {}), value or {}, one=folder == "steps/")
            if value is not None:
                parts[key] = value
        else:
            reader.file = f"{directory.name}/{name}"
            message = f'A pack has no file "{name}".{close_match(folder or name, PLACES)}'
            reader.fault(1, "unknown_file", message)
    if not (directory / "pack.yaml").is_file():
        reader.fault(1, "no_pack", "There is no pack.yaml here.")
    pack = Pack(directory=directory, digest=digest.hexdigest(), **parts) if "head" in parts else None
    return pack, reader.findings


def _files(directory: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(directory.rglob("*.y*ml")):
        name = path.relative_to(directory).as_posix()
        if not name.startswith(EXAMPLES):
            yield path, name


def _added(reader: Reader, known: dict[str, Any], new: dict[str, Any], *, one: bool) -> dict[str, Any]:
    """The parts of a folder with those of one more file: no id in two files and, where `one`, one a file."""
    for place, (name, part) in enumerate(new.items()):
        if name in known:
            other = known[name].where
            reader.fault(part.line(), "duplicate_id", f'"{name}" is also in {other.file}, line {other.line}.')
        if one and place:
            reader.fault(part.line(), "two_steps", "Write one step a file; move this one to its own.")
    return {**known, **new}

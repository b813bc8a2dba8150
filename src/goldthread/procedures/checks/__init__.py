"""What makes a pack wrong although it can be read: every rule that packs must keep, with file and line."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from goldthread.procedures.checks import citations, dead, graph, names, order, overlays, rules
from goldthread.procedures.checks.context import Context
from goldthread.procedures.examples import play
from goldthread.procedures.format.findings import Finding
from goldthread.procedures.format.reader import close_match
from goldthread.procedures.pack import Pack, read_pack
from goldthread.procedures.register import NoProcedure
from goldthread.procedures.requirement_list import Requirement
from goldthread.procedures.sources import Sources
from goldthread.procedures.tables import Procedure


def check_packs(
    folders: Sequence[Path], wanted: Iterable[str], sources: Sources, requirements: Mapping[str, Requirement]
) -> list[Finding]:
    """Every finding about the wanted packs of the first folder, by file and line.

    Their bases are looked for in each folder in turn.
    """
    found: list[Finding] = []
    for name in wanted:
        own, findings = read_pack(folders[0] / name)
        found += findings
        if own and not findings:
            found += _check(folders, own, sources, requirements)
    return sorted(found)


def _check(
    folders: Sequence[Path], own: Pack, sources: Sources, requirements: Mapping[str, Requirement]
) -> list[Finding]:
    """What is wrong with a pack that can be read. A base that cannot is reported as the pack's fault."""
    whole, fault = _extended(folders, own)
    context = Context(own, whole, sources, requirements)
    if own.id != own.directory.name:
        context.error(
            own.head,
            "wrong_folder",
            f'The pack "{own.id}" lies in the folder {own.directory.name}: name one as the other.',
            "id",
        )
    if fault:
        context.error(own.head, "unknown_base", fault, "extends")
        return context.findings
    for part in (order, names, citations, rules, graph, dead, overlays):
        part.check(context)
    if not any(finding.severity == "error" for finding in context.findings):
        context.findings += _examples(own, whole)
    return context.findings


def _examples(own: Pack, whole: Pack) -> list[Finding]:
    """What the worked cases of a sound pack say otherwise than the pack does."""

    def procedure_of(authority: str) -> Procedure:
        if authority != whole.authority:
            raise NoProcedure(f"The worked cases here are those of {whole.authority}.")
        return procedure

    procedure = Procedure([whole])
    paths = sorted((own.directory / "examples").glob("*.yaml"))
    return [finding for path in paths for finding in play(path, procedure_of)]


def _extended(folders: Sequence[Path], own: Pack, below: tuple[str, ...] = ()) -> tuple[Pack, str]:
    """A pack built on its bases, and what is wrong with them."""
    base_id = own.head.extends
    if not base_id:
        return own, ""
    known = {
        path.parent.name: path.parent for folder in reversed(folders) for path in folder.glob("*/pack.yaml")
    }
    if base_id in (*below, own.id) or base_id not in known:
        return own, f'There is no pack "{base_id}" to build on.{close_match(base_id, known)}'
    base, findings = read_pack(known[base_id])
    if base is None or findings:
        return own, f'The pack "{base_id}" has faults of its own; mend them first.'
    whole, fault = _extended(folders, base, (*below, own.id))
    return own.extend(whole), fault

"""The commands for people who write packs: packs check, packs mark, packs vocabulary, packs compare."""

import argparse
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from goldthread.procedures import golden_ids, schema
from goldthread.procedures.answers import due_text, vocabulary
from goldthread.procedures.checks import check_packs
from goldthread.procedures.checks.remembered import Remembered
from goldthread.procedures.command_line import (
    PACKS,
    REQUIREMENTS,
    ROOT,
    VAR,
    Asked,
    Refusal,
    answer,
    command,
    source_documents,
)
from goldthread.procedures.comparing import Variation, differences
from goldthread.procedures.format.findings import Finding
from goldthread.procedures.pack import Only
from goldthread.procedures.register import PackRegister
from goldthread.procedures.requirement_list import read_requirements
from goldthread.procedures.requirement_report import report
from goldthread.procedures.sources import Document, NoPassage
from goldthread.procedures.walltime import shown

FAULTS, BAD_INPUT = 1, 2
CHECKED = VAR / "packs-checked.json"
SCHEMA, IDS = PACKS / "SCHEMA.md", PACKS / "ids.txt"


def parser() -> argparse.ArgumentParser:
    """What can be asked. Wrong arguments exit with status 2."""
    top = argparse.ArgumentParser(prog="goldthread")
    commands = top.add_subparsers(metavar="command", required=True)
    group = commands.add_parser("packs", help="Check packs, and help to write them.")
    packs = group.add_subparsers(metavar="command", required=True)
    asks = command(packs, "check", check, "Everything that is wrong with packs, by file and line.")
    asks.add_argument(
        "directory", nargs="?", type=Path, default=PACKS, metavar="DIR", help="a pack, or a folder of packs"
    )
    asks.add_argument("--afresh", action="store_true", help="check again even what has not changed")
    asks = command(packs, "mark", mark, "The mark of a passage of a source document.")
    asks.add_argument("source", help="a source's id, or a file")
    asks.add_argument("passage", help='"first words .. last words"')
    asks = command(packs, "vocabulary", words, "The words in which an authority's cases are written.")
    asks.add_argument("--authority", required=True)
    asks = command(packs, "compare", compare, "How everything of one pack compares with what another has.")
    asks.add_argument("one", metavar="A")
    asks.add_argument("other", metavar="B")
    asks = command(packs, "schema", show_schema, "What a pack may say: every file and key.")
    asks.add_argument("--write", action="store_true", help=f"write {SCHEMA.name} into the folder of packs")
    asks = command(packs, "ids", ids, "Every id that the packs have ever had, and what is wrong with them.")
    asks.add_argument("--write", action="store_true", help=f"add new ids to {IDS.name}")
    asks = command(commands, "requirements", requirements, "Which requirements are met, and what shows it.")
    return top


def check(asked: Asked) -> int:
    """Report every finding. Status 1 if one of them is an error."""
    directory = asked.directory.resolve()
    if (directory / "pack.yaml").is_file():
        folder, wanted = directory.parent, [directory.name]
    else:
        folder, wanted = directory, sorted(path.parent.name for path in directory.glob("*/pack.yaml"))
    if not wanted:
        raise Refusal(BAD_INPUT, f"DIR: there is no pack in {asked.directory}.")
    findings = sorted(_findings([folder, PACKS], wanted, afresh=asked.afresh))
    answer(asked, [finding._asdict() for finding in findings], lambda _: "\n".join(map(str, findings)))
    return FAULTS if any(finding.severity == "error" for finding in findings) else 0


def _findings(folders: list[Path], wanted: list[str], *, afresh: bool) -> Iterator[Finding]:
    """What is wrong with packs: checked now if asked to, or if anything has changed since the last check."""
    sources = source_documents()
    documents = sources.folder.glob("*") if sources.folder else []
    known = Remembered(CHECKED, folders, [REQUIREMENTS, *documents])
    requirements = cache(lambda: read_requirements(REQUIREMENTS))
    for name in wanted:
        look = partial(lambda pack: check_packs(folders, [pack], sources, requirements()), name)
        yield from look() if afresh else known.findings(name, look)


def mark(asked: Asked) -> int:
    """Make a mark. Status 2 if the passage is missing, or there twice."""
    try:
        found = _document(asked).mark(asked.passage)
    except NoPassage as error:
        raise Refusal(BAD_INPUT, str(error)) from error
    answer(asked, found._asdict(), _told_mark)
    return 0


def _told_mark(each: dict[str, Any]) -> str:
    return f"mark: {{words: {each['words']}, sha256: {each['sha256']}, at_word: {each['at_word']}}}"


def _document(asked: Asked) -> Document:
    """The document named by a source's id, by its file's name, or by a path."""
    if Path(asked.source).is_file():
        return Document.read(Path(asked.source))
    register = PackRegister(asked.packs, Only(("head", "sources")))
    files = {
        name: source.file for pack in register.ids() for name, source in register.pack(pack).sources.items()
    }
    document = source_documents().document(files.get(asked.source, asked.source))
    if document is None:
        raise Refusal(BAD_INPUT, f'SOURCE: no document "{asked.source}" is at hand.')
    return document


def compare(asked: Asked) -> int:
    """Print how everything of A compares with what B has: duties, steps, outcomes, deciders, hours."""
    register = PackRegister(asked.packs)
    found = differences(register.pack(asked.one), register.pack(asked.other))
    answer(asked, [_compared(each) for each in found], lambda rows: "\n".join(map(_told_variation, rows)))
    return 0


def _compared(each: Variation) -> dict[str, Any]:
    examples = [
        {"start": shown(one.start), "ours": due_text(one.ours), "theirs": due_text(one.theirs)}
        for one in each.examples
    ]
    effect = "mixed" if each.effect == "differs" else each.effect  # the words of the commands' contract
    changed = {"effect": effect, "only_in": each.only_in or None, "examples": examples}
    return {"duty": each.duty, **each._asdict(), **changed}


def _told_variation(row: dict[str, Any]) -> str:
    if row["effect"] == "same":
        return f"{row['kind']} {row['name']}: same"
    effect = row["effect"] if row["kind"] == "duty" or row["only_in"] else "differs"
    lines = [f"{row['kind']} {row['name']} ({row['title']}): {effect.replace('_', ' ')}"]
    lines[0] += f" {row['only_in']}" if row["only_in"] else ""
    lines[0] += "" if row["comparable"] else ", not comparable"
    lines += [f"  {note}" for note in row["notes"]]
    lines += [f"  {name}: {row[name]}" for name in ("ours", "theirs") if row[name]]
    lines += [f"  from {one['start']}: {one['ours']}, not {one['theirs']}" for one in row["examples"]]
    return "\n".join(lines)


def show_schema(asked: Asked) -> int:
    """Print the page of the pack format, or write it."""
    if asked.write:
        SCHEMA.write_text(schema.text(), encoding="utf-8")
    else:
        answer(asked, {"text": schema.text()}, lambda page: str(page["text"]))
    return 0


def ids(asked: Asked) -> int:
    """Report ids that are lost, new, or used again; status 1 if there are any. Or add the new ones."""
    now = golden_ids.current(PackRegister(PACKS))
    used, retired = golden_ids.read(IDS)
    wrong = [f"lost: {' '.join(each)}" for each in sorted(used - now)]
    wrong += [f"used again: {' '.join(each)}" for each in sorted(retired & now)]
    if asked.write:
        IDS.write_text(golden_ids.text(used | (now - retired), retired), encoding="utf-8")
    else:
        wrong += [f"new: {' '.join(each)}" for each in sorted(now - used - retired)]
    answer(asked, wrong, "\n".join)
    return FAULTS if wrong else 0


def requirements(asked: Asked) -> int:
    """Print every requirement, and what there is for it."""
    answer(asked, [row._asdict() for row in report(ROOT)], _told_requirements)
    return 0


def _told_requirements(rows: list[dict[str, Any]]) -> str:
    met = [row["id"] for row in rows if row["met"]]
    unmet = "\n".join(f"{row['id']}: {row['reason']}" for row in rows if not row["met"])
    return f"{unmet}\n\n{len(met)} of {len(rows)} requirements are met."


def words(asked: Asked) -> int:
    """Print the vocabulary of an authority's newest procedure."""
    pack = PackRegister(asked.packs).procedure(asked.authority).latest.pack
    answer(asked, vocabulary(pack), _told)
    return 0


def _told(data: dict[str, Any]) -> str:
    return "\n".join(
        f"{step['step']} ({step['title']}): {', '.join(step['outcomes'])}" for step in data["steps"]
    )

"""The command simulate: what cases would have been under another procedure, or from another day on."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from goldthread.procedures.answers import Data, because, due_text
from goldthread.procedures.case_file import CaseFile, read_case
from goldthread.procedures.command_line import PACKS, Asked, Refusal, answer, command
from goldthread.procedures.duties import Duty
from goldthread.procedures.examples import ExampleFile
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import PackRegister
from goldthread.procedures.simulating import DIFFERENCES, Change, Simulation, simulate, totals, with_pack
from goldthread.procedures.walltime import date_or_instant, instant, shown

BAD_INPUT = 2


def parser() -> argparse.ArgumentParser:
    """What can be asked. Wrong arguments exit with status 2."""
    top = argparse.ArgumentParser(prog="goldthread")
    commands = top.add_subparsers(metavar="command", required=True)
    asks = command(commands, "simulate", simulated, "What would have been due under another procedure.")
    asks.add_argument("cases", type=Path, nargs="+", metavar="CASE.yaml", help="cases, or folders of them")
    asks.add_argument("--at", required=True, metavar="T", help="as things would stand then")
    asks.add_argument("--known-at", metavar="T", help="only what had been recorded by then")
    asks.add_argument(
        "--with", required=True, dest="pack", metavar="PACK", help="the id or the folder of the other pack"
    )
    asks.add_argument(
        "--from", dest="since", metavar="DATE", help="it is in force since then; absent: always"
    )
    return top


def simulated(asked: Asked) -> int:
    """Print, for each case, every duty as it is and as it would be; and for all cases, how many differ."""
    at = instant(asked.at)
    known_at = instant(asked.known_at) if asked.known_at else None
    since = _day(asked.since) if asked.since else None
    register = PackRegister(asked.packs)
    other = _pack(asked.pack, register)
    found: list[tuple[Path, Simulation]] = []
    for path in _files(asked.cases):
        kind = ExampleFile if path.parent.name == "examples" else CaseFile
        case = read_case(path, register.procedure, kind)
        what_if = with_pack(case.procedure, other, since)
        found.append((path, simulate(case.procedure, what_if, case.events, at, known_at)))
    answer(asked, _data(found), _told)
    return 0


def _day(text: str) -> date:
    day = date_or_instant(text)
    if len(text) > len("2026-04-02"):
        raise ValueError(f'--from: "{text}" is not a date; write it as 2026-04-02')
    return day


def _pack(named: str, register: PackRegister) -> Pack:
    """A pack by its id, or by its folder; its base lies beside it or among the shipped ones."""
    folder = Path(named)
    if not (folder / "pack.yaml").is_file():
        return register.pack(named)
    own = Pack.load(folder.resolve())
    if not own.head.extends:
        return own
    beside = PackRegister(own.directory.parent)
    bases = beside if own.head.extends in beside.ids() else PackRegister(PACKS)
    return own.extend(bases.pack(own.head.extends))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not found:
            raise Refusal(BAD_INPUT, f"CASE.yaml: there is no case in {path}.")
        yield from found


def _data(found: Sequence[tuple[Path, Simulation]]) -> Data:
    counted = totals(simulation for _, simulation in found)
    return {
        "cases": [
            {
                "case": str(path),
                "duties": [_change(each) for each in simulation.changes],
                "unknown_events": [
                    {"id": each.id, "event": each.name, "at": shown(each.at)} for each in simulation.unknown
                ],
            }
            for path, simulation in found
        ],
        "totals": [
            {"duty": duty, **{each: counts[each] for each in DIFFERENCES}} for duty, counts in counted.items()
        ],
    }


def _change(change: Change) -> Data:
    return {
        "duty": change.duty.id,
        "title": change.duty.rule.written.title,
        "difference": change.difference,
        "because": because(change.duty),
        "as_is": _stands(change.as_is),
        "what_if": _stands(change.what_if),
    }


def _stands(duty: Duty | None) -> Data | None:
    if duty is None:
        return None
    return {
        "duty": duty.id,
        "due": due_text(duty.due),
        "usual": due_text(duty.usual),
        "state": duty.state,
        "met": shown(duty.met.at) if duty.met else None,
    }


def _told(data: Any) -> str:
    lines = [line for case in data["cases"] for line in _told_case(case)]
    lines += ["", "All cases together:"]
    for each in data["totals"]:
        counts = ", ".join(f"{each[name]} {name}" for name in DIFFERENCES if each[name])
        lines.append(f"  {each['duty']}: {counts}")
    return "\n".join(lines)


def _told_case(case: Data) -> Iterator[str]:
    yield f"{case['case']}"
    for each in case["duties"]:
        if each["difference"] != "same":
            yield f"  {each['difference']}: {each['title']} ({each['duty']}), from {each['because']['at']}"
            now, then = _told_standing(each["as_is"]), _told_standing(each["what_if"])
            yield f"    as it is: {now}; it would be: {then}"
    same = sum(each["difference"] == "same" for each in case["duties"])
    yield f"  {same} duties would be the same."
    for each in case["unknown_events"]:
        yield f"  left out, not in that procedure: {each['event']} ({each['id']})"


def _told_standing(stands: Data | None) -> str:
    if stands is None:
        return "no such duty"
    return f"{stands['state']}, due {stands['due']}" if stands["due"] else f"{stands['state']}, no limit"

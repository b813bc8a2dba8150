"""The questions people ask of a procedure: due, open, pathway, route, explain."""

import argparse
from datetime import date
from pathlib import Path

from goldthread.procedures import telling
from goldthread.procedures.answers import Answers
from goldthread.procedures.case_file import Case, read_case
from goldthread.procedures.command_line import REQUIREMENTS, Asked, Refusal, answer, command, source_documents
from goldthread.procedures.duties import duties
from goldthread.procedures.explain import deciding, explain, forbidding
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.format.reader import close_match
from goldthread.procedures.involvement import BEFORE_ALL
from goldthread.procedures.pack import Only, Pack
from goldthread.procedures.register import PackRegister
from goldthread.procedures.requirement_list import read_requirements
from goldthread.procedures.routes import route
from goldthread.procedures.services import HoursUnknown, opening
from goldthread.procedures.walltime import date_or_instant, instant, london_day

ANSWERED, BAD_INPUT, NOT_SAID = 0, 2, 3
FOR_LIMITS = ("head", "holidays", "sources", "steps")
FOR_OPENING = ("head", "holidays", "sources", "services")
"""What some questions need of a pack: they read no more, to be quick."""


def parser() -> argparse.ArgumentParser:
    """What can be asked. Wrong arguments exit with status 2."""
    top = argparse.ArgumentParser(prog="goldthread")
    commands = top.add_subparsers(metavar="command", required=True)
    asks = command(commands, "due", due, "When something is due, and why.")
    asks.add_argument("--authority", required=True)
    asks.add_argument("--requirement", required=True, metavar="ID")
    asks.add_argument("--start", required=True, metavar="T", help="London time, or a date")
    asks = command(commands, "open", is_open, "Whether a service is open, and who answers if not.")
    asks.add_argument("--authority", required=True)
    asks.add_argument("--service", required=True)
    asks.add_argument("--at", required=True, metavar="T")
    asks = command(commands, "pathway", pathway, "Where a case stands.")
    asks.add_argument("case", type=Path, metavar="CASE.yaml")
    asks.add_argument("--at", required=True, metavar="T")
    asks.add_argument("--known-at", metavar="T", help="only what had been recorded by then")
    asks = command(commands, "route", routed, "Where the latest contact of a case goes.")
    asks.add_argument("case", type=Path, metavar="CASE.yaml")
    asks.add_argument("--known-at", metavar="T", help="only what had been recorded by then")
    asks = command(commands, "explain", explained, "What stands behind a duty of a case, or a refusal.")
    asks.add_argument("duty", metavar="DUTY", help="step.duty; or a rule that forbids, or an outcome")
    asks.add_argument("--case", type=Path, required=True, metavar="CASE.yaml")
    asks.add_argument("--at", metavar="T", help="as things stood then; otherwise at the latest event")
    asks.add_argument("--known-at", metavar="T", help="only what had been recorded by then")
    return top


def due(asked: Asked) -> int:
    """When what a requirement asks is due. Status 3 where the procedure has no such limit."""
    start = date_or_instant(asked.start)
    pack = _in_force(asked, london_day(start))
    if pack and (found := Answers(source_documents()).limits(pack, asked.requirement, start)):
        answer(asked, found, telling.limits)
        return ANSWERED
    known = read_requirements(REQUIREMENTS)
    if asked.requirement not in known:
        hint = close_match(asked.requirement, known)
        raise Refusal(BAD_INPUT, f'--requirement: there is no requirement "{asked.requirement}".{hint}')
    answer(asked, [], lambda _: "No limit in this procedure.")
    return NOT_SAID


def _in_force(asked: Asked, day: date) -> Pack | None:
    """The procedure on a day, as far as a requirement needs it; None if none was in force."""
    only = Only(FOR_LIMITS, mentioning=asked.requirement)
    versions = PackRegister(asked.packs, only).versions(asked.authority)
    if any(pack.base and not pack.base.head.skeleton for pack in versions):
        versions = PackRegister(asked.packs, Only(FOR_LIMITS)).versions(
            asked.authority
        )  # one may replace a rule
    return next((pack for pack in reversed(versions) if pack.in_force_on(day)), None)


def is_open(asked: Asked) -> int:
    """Whether a service is open. Status 3 where the procedure does not give its hours."""
    at = instant(asked.at)
    pack = PackRegister(asked.packs, Only(FOR_OPENING)).procedure(asked.authority).on(london_day(at)).pack
    service = _service(pack, asked.service)
    try:
        found = opening(pack, service, at)
    except HoursUnknown as error:
        raise Refusal(NOT_SAID, str(error)) from error
    answer(asked, Answers(source_documents()).opening(pack, found), telling.opening)
    return ANSWERED


def _service(pack: Pack, wanted: str) -> str:
    """The id of a service, asked for by id or title, in any case, with spaces, hyphens or underscores."""
    names = {_plain(service.title): name for name, service in pack.services.items()}
    names |= {_plain(name): name for name in pack.services}
    if _plain(wanted) not in names:
        hint = close_match(_plain(wanted), names)
        listed = f" Its services: {', '.join(pack.services)}." if pack.services else ""
        raise Refusal(BAD_INPUT, f'--service: {pack.head.authority} has no service "{wanted}".{hint}{listed}')
    return names[_plain(wanted)]


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def pathway(asked: Asked) -> int:
    """Where a case stands at an instant, as far as known then or now."""
    at = instant(asked.at)
    state = _state(read_case(asked.case, PackRegister(asked.packs).procedure), asked.known_at)
    answer(asked, Answers(source_documents()).pathway(state, at), telling.pathway)
    return ANSWERED


def routed(asked: Asked) -> int:
    """Where the latest contact of a case goes. Status 3 where the procedure has no route for it."""
    state = _state(read_case(asked.case, PackRegister(asked.packs).procedure), asked.known_at)
    contacts = [one for one in state.happened if one.name in one.table.starts_with]
    if not contacts:
        raise Refusal(
            BAD_INPUT, f"{asked.case}: events: there is no contact, request or allegation to route."
        )
    pack = contacts[-1].table.pack
    at = contacts[-1].at
    found = route(pack, {**contacts[-1].facts, **state.child_facts(at)}, at, contacts[-1].name)
    if found is None:
        raise Refusal(NOT_SAID, "This procedure has no route for it.")
    answer(asked, Answers(source_documents()).routed(pack, found), telling.routed)
    return ANSWERED


def explained(asked: Asked) -> int:
    """What stands behind a duty, for each event of the case that started it; or behind a refusal."""
    case = read_case(asked.case, PackRegister(asked.packs).procedure)
    state = _state(case, asked.known_at)
    at = instant(asked.at) if asked.at else max((event.at for event in case.events), default=BEFORE_ALL)
    wanted = ".".join(asked.duty.split(".")[-2:])
    table = case.procedure.latest
    known = [rule.id for each in case.procedure.tables for rule in each.rules]
    sources = source_documents()
    answers = Answers(sources)
    if wanted in known:
        found = [explain(duty, sources) for duty in duties(state, at) if duty.id == wanted]
        data = [answers.explanation(each) for each in found]
    elif wanted in {ban.id for ban in table.bans}:
        data = [answers.refusal(forbidding(state, wanted, at, sources), table.pack)]
    elif wanted in table.outcomes:
        data = [answers.decider(deciding(state, wanted, at, sources), table.pack)]
    else:
        hint = close_match(wanted, [*known, *(ban.id for ban in table.bans), *table.outcomes])
        raise Refusal(BAD_INPUT, f'DUTY: there is no duty, rule or outcome "{asked.duty}".{hint}')
    nothing = "Nothing in this case has started this duty."
    answer(asked, data, lambda all_: "\n\n".join(map(telling.explanation, all_)) or nothing)
    return ANSWERED


def _state(case: Case, known_at: str | None = None) -> CaseState:
    return fold(case.procedure, case.events, instant(known_at) if known_at else None)

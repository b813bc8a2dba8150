"""The commands' answers in plain words, for a person at a terminal."""

from collections.abc import Iterable
from typing import Any

Data = dict[str, Any]


def limits(found: list[Data]) -> str:
    """What `due` answers."""
    return "\n\n".join(_lines(_limit(each)) for each in found)


def _limit(each: Data) -> Iterable[str]:
    end = "end of " if each["kind"] == "day" else ""
    yield f"{each['title']} ({each['duty']}, {each['requirement']})"
    yield f"  due {end}{each['due']}"
    if each["last_working_day"] != each["due"]:
        yield f"  the last working day on or before it is {each['last_working_day']}"
    if each["usual"]:
        yield f"  usually by {each['usual']}"
    yield from _counting(each)
    yield _of_version(each["version"])


def _counting(each: Data) -> Iterable[str]:
    if each["not_counted"]:
        days = ", ".join(f"{day['date']} ({day['why']})" for day in each["not_counted"])
        yield f"  not counted: {days}"
    if each["reading"]:
        yield f"  our reading: {each['reading']}"
    yield from cites(each["cite"])


def cites(found: list[Data]) -> Iterable[str]:
    """Citations, one or two lines each."""
    for cite in found:
        yield f"  source: {cite['title']}, {cite['at']}: {cite['says']}"
        if cite["passage"]:
            yield f"  as written: {cite['passage']}"


def opening(answer: Data) -> str:
    """What `open` answers."""
    lines = [f"{answer['service']} is {'open' if answer['open'] else 'closed'}."]
    if answer["closes"]:
        lines.append(f"It closes at {answer['closes']}.")
    lines.append(f"It next opens at {answer['next_open']}.")
    if answer["divert_to"]:
        lines.append(f"Until then: {answer['divert_to']}.")
    return _lines([*lines, *cites(answer["cite"])])


def routed(answer: Data) -> str:
    """What `route` answers."""
    team = f", {answer['team_title']}" if answer["team_title"] not in {"", answer["service_title"]} else ""
    lines = [f"To {answer['service_title']}{team}.", f"Why: {answer['why']}"]
    lines += [f"{name}: {answer[name]}" for name in ("channel", "telephone", "email", "then") if answer[name]]
    return _lines([*lines, *cites(answer["cite"])])


def pathway(answer: Data) -> str:
    """What `pathway` answers."""
    duties = [
        f"  {each['state']:9} {each['due'] or '':25} {each['title']} ({each['responsible']})"
        for each in answer["duties"]
    ]
    must = [f"  {each['state']:9} {each['what']} ({each['responsible']})" for each in answer["must"]]
    may = [f"  {each['step']}.{each['outcome']}{_authorised(each)}" for each in answer["may"]]
    return "\n".join(
        [
            f"Open steps: {', '.join(answer['open_steps']) or 'none'}",
            *_section("Duties with a limit:", duties),
            *_section("Duties without a limit in this procedure:", must),
            *_section("May be recorded:", may),
            *_section("Forbidden:", [f"  {each['what']}" for each in answer["must_not"]]),
            *_section("Warnings:", [f"  {each}" for each in answer["warnings"]]),
        ]
    )


def _authorised(may: Data) -> str:
    return f" (to be authorised by {may['needs_authorisation_by']})" if may["needs_authorisation_by"] else ""


def _section(title: str, lines: list[str]) -> list[str]:
    return [title, *lines] if lines else []


def explanation(answer: Data) -> str:
    """What `explain` answers."""
    told = {"duty": _duty, "must_not": _must_not, "outcome": _outcome}[answer["about"]]
    return _lines([*told(answer), *_behind(answer)])


def _duty(answer: Data) -> Iterable[str]:
    because = answer["because"]
    yield f"{answer['title']} ({answer['duty']}): {answer['state']}"
    yield f"  started by {because['event']} ({because['id']}) at {because['at']}: {answer['started_by']}"
    if answer["opened"] != because["at"]:
        yield f"  applies since {answer['opened']}"
    yield f"  {answer['limit']}; by: {answer['responsible_title']}"
    yield from (f"  it applies {each}" for each in answer["applies"])
    if answer["due"]:
        yield f"  due {answer['due']}; the last working day on or before it is {answer['last_working_day']}"
    if answer["usual"]:
        yield f"  usually by {answer['usual']}"
    if answer["softened"]:
        yield f"  the procedure says {answer['softened']}"
    if answer["met"]:
        yield f"  done {answer['met']}"
    yield from _counting({**answer, "reading": None, "cite": []})
    for each in answer["overlay_path"]:
        why = f": {each['because']}" if each["because"] else ""
        yield f"  it replaces {each['rule']} ({each['limit']}), beside which it is {each['effect']}{why}"
    for each in answer["beside"]:
        yield f"  another document says otherwise, and counts too: {each['duty']}: {each['limit']}"


def _must_not(answer: Data) -> Iterable[str]:
    yield f"{answer['what']} ({answer['rule']}): {'forbidden' if answer['holds'] else 'not forbidden now'}"
    if answer["roles"]:
        yield f"  for: {', '.join(answer['roles'])}"
    if answer["since"]:
        yield f"  since: {answer['since']}"
    if answer["until"]:
        yield f"  until: {answer['until']}"
    yield from (f"  it applies {each}" for each in answer["applies"])
    yield from (f"  refuses: {each}" for each in answer["refuses"])


def _outcome(answer: Data) -> Iterable[str]:
    yield f"{answer['title']} ({answer['outcome']})"
    yield f"  {answer['decider']}"


def _behind(answer: Data) -> Iterable[str]:
    """The version of the procedure, the readings and the citations."""
    yield _of_version(answer["version"])
    for each in answer["readings"]:
        yield f"  our reading {each['id']}: {each['asks']} {each['says']} {each['because']}".rstrip()
    yield from cites(answer["cite"])


def _of_version(version: Data) -> str:
    """The procedure that a rule is of, the rule's days in force, and the procedure's fingerprint."""
    until = f" to {version['until']}" if version["until"] else ""
    in_force = f"in force from {version['since'] or 'the beginning'}{until}"
    fingerprint = f" ({version['digest'][:12]})" if version["digest"] else ""
    return f"  {version['authority']}: {version['title']}, {in_force}{fingerprint}"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)

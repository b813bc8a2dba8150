"""What the pages of requests show, as flat values: what is missing, whose it is, how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from goldthread.disclosure.consents import Said, against_sharing
from goldthread.disclosure.entries.request import STEP, purpose
from goldthread.disclosure.entries.work import HANDLED, InformationPassed
from goldthread.disclosure.requestfile import (
    ASKED,
    CHECKS,
    EVIDENCE,
    GIVING,
    PASSED,
    REFUSED,
    TOLD,
    RequestFile,
    is_missing,
    titled,
)
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry
from goldthread.ledger.procedure import FactValues
from goldthread.people.identity import identity
from goldthread.procedures.duties import Duty
from goldthread.procedures.fold import Happened
from goldthread.procedures.tables import Ban
from goldthread.web.clauses import Why, why
from goldthread.web.duties import DutyLine, duty_line

# The page of each kind of entry that answers a request: its name is the address's last part.
ACTS = {
    "information_told": "disclosure:tell",
    "information_evidence": "disclosure:evidence",
    "information_passed": "disclosure:pass",
    "enquiry_form": "disclosure:form",
    "information_viewing": "disclosure:viewing",
    "information_check": "disclosure:check",
    "information_answer": "disclosure:answer",
    "information_refused": "disclosure:refuse",
}
_KIND_OF = {event: kind.kind for kind in HANDLED for event in kind.makes()}
STATES = {
    "to_do": "To be dealt with",
    "waiting": "Waits for the enquirer",
    "passed": "Passed on",
    "check": "To be looked over",
    "answered": "Answered",
    "refused": "Not given",
}
STILL_OPEN = STATES.keys() - {"answered", "refused"}
TONES = {
    "to_do": "today",
    "waiting": "later",
    "passed": "info",
    "check": "today",
    "answered": "done",
    "refused": "quiet",
}


@dataclass(frozen=True)
class Against:
    """One rule that stands in the way: what it forbids, which acts lift it (words, address), and why."""

    what: str
    lifted_by: Sequence[tuple[str, str]]
    forbids: str
    why: Why


def act(event: str, request: Entry) -> str:
    """Where an outcome of a request is recorded; empty where it has no page."""
    kind = _KIND_OF.get(event)
    if kind is None:
        return ""
    return f"{reverse(ACTS[kind], args=[request.pk])}?outcome={event.partition('.')[2]}"


def against(ban: Ban, request: Entry) -> Against:
    """A rule, in its own words, with the acts that lift it."""
    lifts = [(titled(event), act(event, request)) for event in ban.written.until]
    forbids = [titled(event) for event in ban.refuses if event in GIVING]
    return Against(ban.written.what, lifts, "; ".join(sorted(forbids)), why(ban.written))


def basis(file: RequestFile, at: datetime) -> str:
    """What it rests on: the purpose as they gave it, and what was shown for it (HSSCP-6.4)."""
    shown = [titled(one.name) for one in file.happened(at) if one.name in EVIDENCE]
    consent = FactValues("consent_shown").get(str(file.said.get("consent_shown", "")), "")
    seen = [f"Consent seen: {consent}"] if file.said.get("consent_shown") not in {None, "none"} else []
    return ". ".join(part for part in (purpose(file.said), *seen, *shown) if part)


def who_asks(file: RequestFile) -> str:
    """The enquirer with their organisation."""
    named = (str(file.said.get(name, "")) for name in ("enquirer", "organisation"))
    return ", ".join(filter(None, named))


def asked_for(file: RequestFile, at: datetime) -> list[str]:
    """What the enquirer is asked for, in the procedure's words to them: for each rule, this or that."""
    return list(dict.fromkeys(_alternatives(file, ban) for ban in file.missing(at)))


def _alternatives(file: RequestFile, ban: Ban) -> str:
    found = [file.table.outcomes[event][2].asked_for or titled(event) for event in ban.written.until]
    return ", or ".join(found)


@dataclass(frozen=True)
class Standing:
    """How a request stands: its state, for what it waits, since when, and who has it."""

    state: str
    waits_for: str
    since: datetime
    held_by: str

    @property
    def words(self) -> str:
        """The state, as people call it."""
        return STATES[self.state]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return TONES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done about it."""
        return self.state in STILL_OPEN


def standing(file: RequestFile, at: datetime) -> Standing:
    """How it stands, by what happened in answer to it and what the procedure still asks."""
    return _ended(file, at) or _waiting(file, at) or _with_us(file, at)


def _ended(file: RequestFile, at: datetime) -> Standing | None:
    """Refused, and nothing shown since; or answered, with nothing owed any more."""
    refused, told, came = file.last(at, {REFUSED}), file.last(at, TOLD), file.last(at, EVIDENCE)
    if refused and _after(refused, told) and _after(refused, came):
        return Standing("refused", "", refused.at, held_by(file, at))
    if told and not file.duties(at):
        return Standing("answered", "", told.at, held_by(file, at))
    return None


def _waiting(file: RequestFile, at: datetime) -> Standing | None:
    """Something must be shown first: the enquirer was told so, or has to be."""
    missing, asked = file.missing(at), file.last(at, ASKED)
    if not missing:
        return None
    if asked:
        who = file.said.get("enquirer", "") or "The enquirer"
        return Standing("waiting", _not_yet(missing[0].written.until), asked.at, who)
    what = "The enquirer has to be told what must be shown first"
    return Standing("to_do", what, file.request.occurred_at, held_by(file, at))


def _with_us(file: RequestFile, at: datetime) -> Standing:
    """Nothing is missing: somebody here looks it over, has it, or must do something."""
    open_duties, holder = file.duties(at), held_by(file, at)
    passed, told, came = file.last(at, PASSED), file.last(at, TOLD), file.last(at, EVIDENCE)
    if waits_for_check(file, at) and file.prepared is not None:
        lifts = [event for event in file.checks(at)[0].written.until if event in CHECKS]
        return Standing("check", _not_yet(lifts), file.prepared.recorded_at, _checker(file, at))
    if passed and not told and not any(duty.rule.step == STEP for duty in open_duties):
        return Standing("passed", _next(open_duties), passed.at, holder)
    since = max((one.at for one in (came, passed, told) if one), default=file.request.occurred_at)
    return Standing("to_do", _next(open_duties), since, holder)


def _next(open_duties: Sequence[Duty]) -> str:
    return open_duties[0].rule.written.title if open_duties else "An answer"


def _after(one: Happened, other: Happened | None) -> bool:
    return other is None or one.at >= other.at


def waits_for_check(file: RequestFile, at: datetime) -> bool:
    """Whether an answer lies ready that somebody else has to look over before it goes."""
    return file.prepared is not None and bool(file.checks(at)) and file.looked_over() is None


def _not_yet(events: Iterable[str]) -> str:
    """What has not happened yet, any of it; never the rule’s own words, which say what not to do."""
    found = [titled(event) for event in events]
    return f"Not yet: {', or '.join(f'{one[:1].lower()}{one[1:]}' for one in found)}"


def _checker(file: RequestFile, at: datetime) -> str:
    """Who may lift the first rule that waits for a check."""
    for ban in file.checks(at):
        for event in ban.written.until:
            may = file.table.may.get(event)
            if may is not None and event in CHECKS:
                return " or ".join(file.table.title_of(role) for role in may.by)
    return ""


def held_by(file: RequestFile, at: datetime) -> str:
    """Who has it: to whom it was passed last, else the service to which the procedure sends it."""
    passed = [
        entry
        for entry in file.work
        if entry.kind == InformationPassed.kind and entry.payload.get("passed_to")
    ]
    if passed:
        return str(passed[-1].payload["passed_to"])
    routed = file.routed(at)
    return file.table.pack.services[routed.service].title if routed else ""


def duty_lines(file: RequestFile, at: datetime) -> list[DutyLine]:
    """What is still to be done, each with the page where that is; to refuse is the last of several ways."""
    lines = []
    for duty in file.duties(at):
        ways = sorted(duty.rule.met_by, key=lambda event: (event == REFUSED, event))
        href = next((address for event in ways if (address := act(event, file.request))), "")
        lines.append(duty_line(duty, at, href=href))
    return lines


def must_not(file: RequestFile, at: datetime) -> list[Against]:
    """What else the procedure forbids on this request."""
    shown = [
        ban for ban in file.bans(at) if not (is_missing(ban) or not CHECKS.isdisjoint(ban.written.until))
    ]
    return [against(ban, file.request) for ban in shown]


def for_the_enquirer(file: RequestFile, at: datetime) -> str:
    """What they may be told if they ring: how it stands, and nothing of whether anybody is known."""
    how, came = standing(file, at), say_date(london_date(file.request.occurred_at))
    begin, since = f"We have your request of {came}, reference {file.request.reference}.", say_when(how.since)
    limited = any(duty.due for duty in file.duties(at))
    limit = "" if limited else " Our procedure sets no time for an answer."
    words = {
        "to_do": "We have not answered it yet.",
        "waiting": f"We asked you on {since} to show something first. Until then we do not deal with it.",
        "passed": f"It has been with {how.held_by} since {since}, who will answer you.",
        "check": "An answer is ready, and somebody else looks it over before it goes to you.",
        "answered": f"We answered it on {since}.",
        "refused": f"We told you on {since} that we cannot give it, and why.",
    }
    if how.state == "to_do" and file.missing(at):
        words["to_do"] = "We will tell you what you have to show before we can deal with it."
    ending = limit if how.is_open else ""
    return f"{begin} {words[how.state]}{ending}"


def told_in(entry: Entry) -> list[tuple[str, str]]:
    """What an answer, prepared or given, tells: what is known, then question by question."""
    kind, said = entry_type(entry.kind), entry.payload
    rows = [
        (str(row.get("question", "")), row.get("answer") or _not_answered(row))
        for row in said.get("answers", ())
    ]
    known, *rest = [
        [(kind.fields[name].label, str(said[name]))] if said.get(name) else []
        for name in ("known", "besides", "relevance")
    ]
    return [*known, *rows, *(line for each in rest for line in each)]


def _not_answered(row: Mapping[str, str]) -> str:
    return f"Not answered: {row.get('why_not', 'no reason was given')}"


def not_agreed(file: RequestFile) -> list[tuple[str, UUID, list[Said]]]:
    """Of each person asked about, who does not agree, or no longer, that others are told."""
    found = [(one.name, one.id, against_sharing(identity([one.id]))) for one in file.people]
    return [one for one in found if one[2]]

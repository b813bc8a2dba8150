"""The commands' answers as data: what --json prints, and what the plain text is made from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from goldthread.procedures import explain, in_words
from goldthread.procedures.bans import table_at
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.explain import Decider, Explanation, Forbidden, Version, cited
from goldthread.procedures.fold import CaseState
from goldthread.procedures.format.cites import Cite, Reading
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.limits import counter, days_in_force
from goldthread.procedures.pack import Pack
from goldthread.procedures.remarks import warnings
from goldthread.procedures.routes import Routed
from goldthread.procedures.services import Opening
from goldthread.procedures.sources import Sources
from goldthread.procedures.standing import allowed, forbidden, open_steps
from goldthread.procedures.tables import counted
from goldthread.procedures.walltime import london_day, shown
from goldthread.procedures.working_calendar import Due

Data = dict[str, Any]


class Answers:
    """Turns answers into data, with passages where the source documents are at hand."""

    def __init__(self, sources: Sources) -> None:
        """`sources` may have no documents."""
        self.sources = sources

    def limits(self, pack: Pack, requirement: str, start: date | datetime) -> list[Data]:
        """Every limit that a requirement sets for something that starts then, the earliest first.

        A rule that counts backwards counts from `start`. Raises OutsideCalendar, and ValueError if a limit in
        hours is asked from a date alone.
        """
        day = london_day(start)
        found: list[tuple[Due, Data]] = []
        for name, duty in _duties_in_force(pack, day):
            usually = counter(pack, duty, duty.usually)
            limit = counter(pack, duty, duty.before or duty.within)
            if limit and requirement in duty.requirement:
                usual = usually(start, day) if usually else None
                found.append((limit(start, day), self._limit(pack, name, duty, usual)))
            if usually and requirement in duty.usually_requirement:
                found.append((usually(start, day), self._limit(pack, name, duty, None)))
        found.sort(key=lambda each: each[0].instant)
        return [{**data, **_due(due), "requirement": requirement} for due, data in found]

    def _limit(self, pack: Pack, name: str, duty: DutyRule, usual: Due | None) -> Data:
        return {
            "duty": name,
            "title": duty.title,
            "usual": due_text(usual),
            "cite": self.cites(pack, duty.cite),
            "reading": ", ".join(duty.reading) or None,
            "version": _version(explain.version(pack, duty)._replace(digest="")),  # not all of it was read
        }

    def opening(self, pack: Pack, answer: Opening) -> Data:
        """Whether a service is open."""
        return {
            "service": answer.service.title,
            "open": answer.open,
            "closes": shown(answer.closes) if answer.closes else None,
            "next_open": shown(answer.next_open) if answer.next_open else None,
            "divert_to": answer.divert_to or None,
            "reading": ", ".join(answer.service.reading) or None,
            "cite": self.cites(pack, answer.service.cite),
        }

    def routed(self, pack: Pack, answer: Routed) -> Data:
        """Where a contact goes."""
        service = pack.services[answer.service]
        return {
            "route": answer.id,
            "service": answer.service,
            "service_title": service.title,
            "team": answer.route.team or None,
            "team_title": pack.services[team].title if (team := answer.route.team) in pack.services else team,
            "channel": answer.route.channel or None,
            "why": answer.why,
            "then": answer.route.then or None,
            "telephone": service.telephone or None,
            "email": service.email or None,
            "diverted_from": answer.diverted_from or None,
            **self._carried(answer.route.requirement),
            "cite": self.cites(pack, answer.route.cite),
        }

    def pathway(self, state: CaseState, at: datetime) -> Data:
        """Where a case stands at an instant."""
        pack = table_at(state, at).pack
        all_duties = duties(state, at)
        return {
            "open_steps": [each.step for each in open_steps(state, at)],
            "duties": [self._explained(duty) for duty in all_duties if duty.rule.limit],
            "may": [each._asdict() for each in allowed(state, at)],
            "must": [self._must(duty) for duty in all_duties if is_to_do_now(duty)],
            "must_not": [
                {
                    "rule": ban.id,
                    "what": ban.written.what,
                    **self._carried(ban.written.requirement),
                    "roles": ban.written.roles,
                    "since": in_words.events(pack, ban.written.of) or None,
                    "until": in_words.events(pack, ban.written.until) or None,
                    "applies": explain.applies(pack, ban.written),
                    "version": _version(explain.version(pack)),
                    "cite": self.cites(pack, ban.written.cite),
                }
                for ban in forbidden(state, at)
            ],
            "warnings": warnings(state, at),
        }

    def _duty(self, duty: Duty) -> Data:
        return {
            "duty": duty.id,
            "title": duty.rule.written.title,
            **self._carried(duty.rule.written.requirement),
            "opened": shown(duty.opened),
            "due": due_text(duty.due),
            "usual": due_text(duty.usual),
            "state": duty.state,
            "met": shown(duty.met.at) if duty.met else None,
            "responsible": duty.rule.written.by,
            "because": because(duty),
            "reading": ", ".join(duty.rule.written.reading) or None,
            "cite": self.cites(duty.start.table.pack, duty.rule.written.cite),
        }

    def _explained(self, duty: Duty) -> Data:
        return {**self._duty(duty), **_behind(explain.explain(duty, self.sources))}

    def _must(self, duty: Duty) -> Data:
        whole = self._duty(duty)
        kept = ("duty", "requirement", "requirements", "state", "responsible", "because", "cite")
        return {"what": whole["title"], **{name: whole[name] for name in kept}}

    def explanation(self, answer: Explanation) -> Data:
        """What stands behind a duty."""
        duty, pack = answer.duty, answer.duty.start.table.pack
        return {
            "about": "duty",
            **self._duty(duty),
            **_behind(answer),
            "kind": duty.due.kind if duty.due else None,
            "responsible_title": answer.responsible,
            "softened": duty.rule.written.softened or None,
            "replaces": duty.rule.written.replaces or None,
            "beside": [
                {"duty": each.duty, "limit": each.limit, "cite": self.cites(pack, each.rule.cite)}
                for each in answer.beside
            ],
            "readings": _readings(answer.readings),
        }

    def refusal(self, answer: Forbidden, pack: Pack) -> Data:
        """What stands behind a rule that forbids something."""
        return {
            "about": "must_not",
            "rule": answer.name,
            "what": answer.rule.what,
            **self._carried(answer.rule.requirement),
            "holds": answer.holds,
            "refuses": list(answer.refuses),
            "roles": list(answer.roles),
            "since": answer.since or None,
            "until": answer.until or None,
            "applies": list(answer.applies),
            "version": _version(answer.version),
            "readings": _readings(answer.readings),
            "cite": self.cites(pack, answer.rule.cite),
        }

    def decider(self, answer: Decider, pack: Pack) -> Data:
        """What stands behind who may record an outcome."""
        return {
            "about": "outcome",
            "outcome": answer.name,
            "title": answer.title,
            "decider": answer.says,
            "version": _version(answer.version),
            "readings": _readings(answer.readings),
            "cite": self.cites(pack, [each.cite for each in answer.cited]),
        }

    def cites(self, pack: Pack, cites: Iterable[Cite]) -> list[Data]:
        """Citations, with the passage as written where the document is at hand."""
        return [
            {
                "source": each.cite.source,
                "title": each.source.title if each.source else None,
                "at": each.cite.at,
                "says": each.cite.says,
                "passage": each.passage,
            }
            for each in cited(pack, cites, self.sources)
        ]

    @staticmethod
    def _carried(requirements: tuple[str, ...]) -> Data:
        return {"requirement": requirements[0] if requirements else None, "requirements": requirements}


def _behind(answer: Explanation) -> Data:
    """What a duty counts from, the version of its rule, and the days that were not counted, and why."""
    due = answer.duty.due
    counted = _due(due) if due else dict.fromkeys(("last_working_day", "not_counted"))
    return {
        "started_by": answer.started_by,
        "limit": answer.limit,
        "applies": list(answer.applies),
        "last_working_day": counted["last_working_day"],
        "not_counted": counted["not_counted"],
        "version": _version(answer.version),
        "overlay_path": [each._asdict() for each in answer.path],
        "beside": [{"duty": each.duty, "limit": each.limit} for each in answer.beside],
    }


def _version(version: Version) -> Data:
    since, until = version.since, version.until
    dates = {"since": since and since.isoformat(), "until": until and until.isoformat()}
    return {**version._asdict(), **dates, "digest": version.digest or None}


def _readings(readings: Mapping[str, Reading]) -> list[Data]:
    return [
        {"id": name, "asks": each.asks, "says": each.says, "because": each.because}
        for name, each in readings.items()
    ]


def is_to_do_now(duty: Duty) -> bool:
    """Whether a duty is to be done without waiting for a date: no limit, or immediately."""
    return duty.met is None and (duty.rule.limit is None or duty.rule.immediate)


def _duties_in_force(pack: Pack, day: date) -> Iterator[tuple[str, DutyRule]]:
    for step_id, step in pack.steps.items():
        for duty_id, duty in step.duties.items():
            since, until = days_in_force(pack, duty)
            if since <= day <= until:
                yield f"{step_id}.{duty_id}", duty


def _due(due: Due) -> Data:
    return {
        "kind": due.kind,
        "due": due_text(due),
        "instant": universal(due.instant),
        "last_working_day": due.last_working_day.isoformat(),
        "not_counted": [{"date": each.day.isoformat(), "why": each.why} for each in due.not_counted],
    }


def because(duty: Duty) -> Data:
    """The event that started a duty."""
    return {"event": duty.start.name, "id": duty.start.event.id, "at": shown(duty.start.at)}


def due_text(due: Due | None) -> str | None:
    """A limit: a date where the end of the day is meant, else London time with its offset."""
    if due is None:
        return None
    return due.day.isoformat() if due.kind == "day" else shown(due.instant)


def universal(moment: datetime) -> str:
    """An instant in universal time, to the second: 2026-04-08T09:15:00Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def vocabulary(pack: Pack) -> Data:
    """The words in which events of an authority's cases are written."""
    return {
        "steps": [
            {
                "step": name,
                "title": step.title,
                "outcomes": list(step.outcomes),
                "facts": [
                    {"name": fact, "type": pack.facts[fact].type, "values": list(pack.facts[fact].values)}
                    for fact in step.facts
                ],
                "roles": [role for role in pack.roles if not step.by or counted(pack, role) & {*step.by}],
            }
            for name, step in pack.steps.items()
        ],
        "facts": {
            name: {"title": fact.title, "about": fact.about, "values": dict(fact.values)}
            for name, fact in pack.facts.items()
        },
        "roles": {name: role.title for name, role in pack.roles.items()},
        "services": {name: service.title for name, service in pack.services.items()},
    }

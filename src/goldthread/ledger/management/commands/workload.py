"""`goldthread workload`: every duty of this authority, counted by rule and by how it stands."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldthread.ledger import all_duties
from goldthread.ledger.models import Episode
from goldthread.ledger.procedure import procedure, register
from goldthread.ledger.spreadsheet import Rows
from goldthread.procedures.batch.columns import NEVER, moment
from goldthread.procedures.batch.records import STATES
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import NoProcedure
from goldthread.procedures.simulating import with_pack
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import instant, shown

T = TypeVar("T")
WIDTH = 44
BAD_INPUT = 2
EPISODES_AT_ONCE = 10_000


class Command(BaseCommand):
    """For people who watch performance: what is open, overdue, missed, met and met late, rule by rule."""

    help = "Count every duty of this authority by rule and by how it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """When, as far as known when, by which procedure; and in what form."""
        parser.add_argument("--at", type=_read(instant), metavar="T", help="as things stood then; else now")
        parser.add_argument(
            "--known-at", type=_read(instant), metavar="T", help="only what had been recorded by then"
        )
        parser.add_argument("--with", dest="pack", metavar="PACK", help="as if this pack were the procedure")
        parser.add_argument(
            "--from",
            dest="since",
            type=_read(date.fromisoformat),
            metavar="DATE",
            help="... from that day on",
        )
        parser.add_argument(
            "--csv", type=Path, metavar="FILE", help="also write every duty that is not yet met"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *, pack: str | None, since: date | None, **asked: Any) -> None:
        """Count, and print."""
        at = asked["at"] or datetime.now(UTC)
        by = with_pack(procedure(), _pack(pack), since) if pack else procedure()
        totals = all_duties.totals(at, asked["known_at"], by)
        if asked["json"]:
            self.stdout.write(json.dumps(_data(totals), indent=2, ensure_ascii=False))
        else:
            for line in _told(totals):
                self.stdout.write(line)
        if asked["csv"]:
            _write(asked["csv"], at, asked["known_at"], by)


def _read(reader: Callable[[str], T]) -> Callable[[str], T]:
    """A reader whose complaints argparse shows."""

    def read(text: str) -> T:
        try:
            return reader(text)
        except ValueError as error:
            raise ArgumentTypeError(str(error)) from error

    return read


def _pack(named: str) -> Pack:
    """A pack of this installation by its id."""
    try:
        return register().pack(named)
    except NoProcedure as error:
        raise CommandError(f"--with: {error}", returncode=BAD_INPUT) from error


def _data(totals: all_duties.Totals) -> dict[str, Any]:
    return {
        "cases": totals.cases,
        "one_by_one": totals.one_by_one,
        "duties": [
            {"duty": each.rule, "title": each.title, "responsible": each.role, **_counts(each)}
            for each in totals.rules
        ],
    }


def _counts(total: all_duties.Total) -> dict[str, int]:
    return {state: total.states[state] for state in STATES}


def _told(totals: all_duties.Totals) -> Iterator[str]:
    yield f"{'':{WIDTH}}{''.join(f'{state:>10}' for state in STATES)}"
    for each in totals.rules:
        yield f"{each.rule:{WIDTH}}{''.join(f'{many:>10}' for many in _counts(each).values())}"
    sums = [sum(each.states[state] for each in totals.rules) for state in STATES]
    yield f"{f'all duties of {totals.cases} episodes':{WIDTH}}{''.join(f'{many:>10}' for many in sums)}"
    yield f"{totals.one_by_one} episodes were folded one by one."


def _write(file: Path, at: datetime, known_at: datetime | None, by: Procedure) -> None:
    """Every duty not yet met: whose, which, by whom, since when, until when. References, never names."""
    with file.open("w", newline="") as opened:
        rows = Rows(opened)
        rows.write(("child", "duty", "title", "responsible", "opened", "due", "state"))
        for recorded, answer in all_duties.all_duties(at, known_at, by):
            found = answer.duties
            references = _references(list(recorded.episodes))
            for place in (found.met == NEVER).nonzero()[0]:
                rule, due = answer.rules[found.rule[place]], found.due[place]
                rows.write(
                    (
                        references[recorded.episodes[found.case[place]]],
                        rule.id,
                        rule.written.title,
                        rule.written.by,
                        shown(moment(found.opened[place])),
                        "" if due == NEVER else shown(moment(due)),
                        STATES[found.state[place]],
                    )
                )


def _references(episodes: list[str]) -> dict[str, str]:
    """The references of the children whose episodes these are."""
    found: dict[str, str] = {}
    for begin in range(0, len(episodes), EPISODES_AT_ONCE):
        some = Episode.objects.filter(pk__in=episodes[begin : begin + EPISODES_AT_ONCE])
        found |= {str(key): reference for key, reference in some.values_list("pk", "subject__reference")}
    return found

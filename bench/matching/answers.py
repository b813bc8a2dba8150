"""Holds the answers of any method against the truth: what was found, what was taken for whom."""
# ruff: noqa: INP001 - part of a script

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ABSENT = ("new_family", "new_sibling", "new_twin", "namesake", "same_address_new")
Answers = dict[str, list[tuple[str, str]]]  # by query: (person, label), the likeliest first


class Tally:
    """What came of the queries of one type."""

    def __init__(self) -> None:
        self.asked = self.first = self.in_ten = self.matched = self.wrong = 0

    def add(self, truth: str | None, rows: list[tuple[str, str]]) -> None:
        """One query: who it is, if anyone, and what was answered."""
        people, matches = (
            [person for person, _ in rows],
            [person for person, label in rows if label == "match"],
        )
        self.asked += 1
        self.first += people[:1] == [truth]
        self.in_ten += truth in people[:10]
        self.matched += truth in matches
        self.wrong += any(person != truth for person in matches)


class Houses(NamedTuple):
    """Who is of which household, of those that are asked for, and where each lives or lived."""

    of: dict[str, str]
    at: dict[str, set[tuple[str, str]]]


def houses(people: Path, asked: list[dict[str, Any]]) -> Houses:
    """Read from the file of people."""
    wanted = {str(query["hid"]) for query in asked}
    of: dict[str, str] = {}
    at: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with people.open(encoding="utf-8") as lines:
        for line in lines:
            values = line.rstrip("\n").split("\t")
            if values[1] not in wanted:
                continue
            of[values[0]] = values[1]
            at[values[1]].add((values[10], values[12]))
            for former in values[13].split(";"):
                if "|" in former:
                    house, _, code = former.split("|")
                    at[values[1]].add((house, code))
    return Houses(of, at)


def queries(path: Path, most: int) -> Iterator[dict[str, Any]]:
    """The first so many queries."""
    with path.open(encoding="utf-8") as lines:
        for _, line in zip(range(most), lines, strict=False):
            yield json.loads(line)


def read(path: Path) -> Answers:
    """The answers that `goldthread match` wrote."""
    found: Answers = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["person_id"]:
                found[row["query_id"]].append((row["person_id"], row["label"]))
    return found


def tallies(asked: list[dict[str, Any]], answers: Answers) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """By type of query, and by group of names of those who are held."""
    by_type: dict[str, Tally] = defaultdict(Tally)
    by_group: dict[str, Tally] = defaultdict(Tally)
    for query in asked:
        truth, rows = query["truth"] and str(query["truth"]), answers.get(str(query["qid"]), [])
        by_type[query["type"]].add(truth, rows)
        if truth:
            by_group[query["eth"]].add(truth, rows)
    return by_type, by_group


def household_found(asked: list[dict[str, Any]], answers: Answers, held: Houses) -> float:
    """Of queries with the number of a house where somebody's household lives or lived: how often it came."""
    told = [query for query in asked if query["hid"] and query["house"]]
    told = [query for query in told if (query["house"], query["postcode"]) in held.at[str(query["hid"])]]
    came = sum(
        any(held.of.get(person) == str(query["hid"]) for person, _ in answers.get(str(query["qid"]), []))
        for query in told
    )
    return came / len(told) if told else 0.0


def summary(by_type: dict[str, Tally]) -> dict[str, float]:
    """The shares that are asked of every method."""
    known = [tally for kind, tally in by_type.items() if kind not in ABSENT]
    absent = [tally for kind, tally in by_type.items() if kind in ABSENT]
    asked, nobody = sum(tally.asked for tally in known), sum(tally.asked for tally in absent)
    matched, wrong = sum(tally.matched for tally in known), sum(tally.wrong for tally in (*known, *absent))
    twins = by_type.get("new_twin", Tally())
    return {
        "recall@1": sum(tally.first for tally in known) / max(1, asked),
        "recall@10": sum(tally.in_ten for tally in known) / max(1, asked),
        "precision": matched / max(1, matched + wrong),
        "matched": matched / max(1, asked),
        "absent": sum(tally.wrong for tally in absent) / max(1, nobody),
        "twin": twins.wrong / max(1, twins.asked),
    }

"""Prints how surely and how quickly people are found, beside what others would use, on the same people."""
# ruff: noqa: INP001 - a script

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import answers
import peers

HERE = Path(__file__).parent
WORK = Path("var/bench-match")
PYTHON = WORK / "bin/python"
GENERATOR = os.environ.get("GOLDTHREAD_MATCH_GEN", "../shared/reference/match_gen.py")
SEED = int(os.environ.get("SEED", "90210"))
MILLION = 1_000_000
QUERIES = 20_000
POSTCODE = re.compile(r"\b[A-Z]{2}\d{1,2} \d[A-Z]{2}\b")
OF_PEERS = {"trigram": 200, "metaphone": 2000, "splink batch": 6000, "splink compare_records": 200}


def made_up(people: int, seed: int = SEED) -> Path:
    """A folder with that many people and queries; a fifth of what is held has an error of its own."""
    folder = WORK / f"{people}-{seed}"
    if not (folder / "queries.jsonl").exists():
        wanted = ["--n", people, "--seed", seed, "--queries", QUERIES, "--dirty", "0.2", "--out", folder]
        subprocess.run([PYTHON, GENERATOR, *map(str, wanted)], check=True, stdout=subprocess.DEVNULL)
    return folder


def many(people: int) -> Path:
    """More than the generator can hold at once: worlds of a million, each with postcodes of its own."""
    folder = WORK / f"{people}-{SEED}"
    folder.mkdir(exist_ok=True)
    with (folder / "people.tsv").open("w", encoding="utf-8") as out:
        for world in range(people // MILLION):
            letter = chr(ord("A") + world)
            with (made_up(MILLION, SEED + world) / "people.tsv").open(encoding="utf-8") as lines:
                for line in lines:
                    person, household, rest = line.split("\t", 2)
                    first = world * MILLION
                    out.write(f"{int(person) + first}\t{int(household) + first}\t{_elsewhere(rest, letter)}")
    queries = (made_up(MILLION) / "queries.jsonl").read_text(encoding="utf-8")
    (folder / "queries.jsonl").write_text(_elsewhere(queries, "A"), encoding="utf-8")
    return folder


def _elsewhere(text: str, letter: str) -> str:
    """The same, with other postcode areas."""
    return POSTCODE.sub(lambda found: f"{letter}{found[0][1:]}", text)


def ours(folder: Path) -> tuple[dict[str, Any], answers.Answers]:
    """What `goldthread match` says of itself, and its answers."""
    out = folder / "answers.csv"
    command = ["./goldthread", "match", folder / "people.tsv", folder / "queries.jsonl", "--out", out]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]), answers.read(out)


def by_type(folder: Path, found: answers.Answers) -> None:
    """Our answers: each type of query, each group of names, the household."""
    asked = list(answers.queries(folder / "queries.jsonl", QUERIES))
    types, groups = answers.tallies(asked, found)
    for kind, tally in sorted(types.items()):
        if kind in answers.ABSENT:
            print(f"  {kind:18} taken for somebody {tally.wrong / tally.asked:.4f} of {tally.asked}")
        else:
            shares = (tally.first / tally.asked, tally.in_ten / tally.asked, tally.matched / tally.asked)
            print(f"  {kind:18} first {shares[0]:.3f}  in ten {shares[1]:.3f}  matched {shares[2]:.3f}")
    print("  first, by group of names: ", end="")
    print(", ".join(f"{group} {tally.first / tally.asked:.4f}" for group, tally in sorted(groups.items())))
    came = answers.household_found(asked, found, answers.houses(folder / "people.tsv"))
    print(f"  household returned where its house was told: {came:.4f}")


def line(name: str, asked: list[dict[str, Any]], found: answers.Answers, times: str) -> None:
    """One method in one line."""
    shares = answers.summary(answers.tallies(asked, found)[0])
    told = "  ".join(f"{label} {share:.4f}" for label, share in shares.items())
    print(f"{name:24} n {len(asked):6}  {told}  {times}", flush=True)


def beside(folder: Path) -> None:
    """The peers, each with as many queries as it gets through in a few minutes."""
    asked = list(answers.queries(folder / "queries.jsonl", QUERIES))
    with peers.database(folder / "people.tsv") as connection:
        for name, look_up in peers.IN_POSTGRES.items():
            some = asked[: OF_PEERS[name]]
            line(name, some, *peers.timed(connection, look_up, some))
    for name in ("splink batch", "splink compare_records"):
        command = [PYTHON, HERE / "splinking.py", folder, name.split()[1], OF_PEERS[name]]
        done = subprocess.run([*map(str, command)], check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{name:24} did not run: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
            continue
        told = json.loads(done.stdout.splitlines()[-1])
        found = {query: [(person, label) for person, label in rows] for query, rows in told["found"].items()}
        line(name, asked[: OF_PEERS[name]], found, f"p50 {told['p50_ms']} ms  p95 {told['p95_ms']} ms")


def one_size(people: int) -> Path:
    """Ours, at one size."""
    folder = made_up(people) if people <= MILLION else many(people)
    told, found = ours(folder)
    times = f"p50 {told['p50_ms']} ms  p95 {told['p95_ms']} ms  p99 {told['p99_ms']} ms"
    asked = list(answers.queries(folder / "queries.jsonl", QUERIES))
    line(f"goldthread {told['people']}", asked, found, times)
    print(f"  kept in {told['load_s']} s, index {told['index_mb']} MB", flush=True)
    by_type(folder, found)
    return folder


def main(arguments: list[str]) -> None:
    """One size beside the peers, a million unless told; with `all`, a million and then growth."""
    grow = arguments == ["all"]
    first, *others = map(int, arguments) if arguments and not grow else (MILLION,)
    beside(one_size(first))
    for size in (100_000, 12 * MILLION) if grow else others:
        one_size(size)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Prints how surely and how quickly people are found, beside what others would use, on the same people."""
# ruff: noqa: INP001 - a script

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import answers
import bars
import peers

HERE = Path(__file__).parent
FIGURES = HERE / "figures.json"
WORK = Path("var/bench-match")
PYTHON = WORK / "bin/python"
GENERATOR = os.environ.get("GOLDTHREAD_MATCH_GEN", "../shared/reference/match_gen.py")
SEED = int(os.environ.get("SEED", "90210"))
MILLION = 1_000_000
GROWTH = (100_000, 12 * MILLION)  # after a million
QUERIES = 20_000
POSTCODE = re.compile(r"\b[A-Z]{2}\d{1,2} \d[A-Z]{2}\b")
OF_PEERS = {"trigram": 200, "metaphone": 2000, "splink batch": 6000, "splink compare_records": 200}
Figures = dict[str, Any]


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


def ours(folder: Path) -> tuple[Figures, answers.Answers]:
    """What `goldthread match` says of itself, and its answers."""
    out = folder / "answers.csv"
    command = ["./goldthread", "match", folder / "people.tsv", folder / "queries.jsonl", "--out", out]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]), answers.read(out)


def by_type(asked: list[dict[str, Any]], found: answers.Answers) -> Figures:
    """Our answers: each type of query, each group of names."""
    types, groups = answers.tallies(asked, found)
    told: Figures = {"types": {}, "groups": {}}
    for kind, tally in sorted(types.items()):
        if kind in answers.ABSENT:
            shares = {"taken for somebody": tally.wrong / tally.asked}
        else:
            shares = {
                "recall@1": tally.first / tally.asked,
                "recall@10": tally.in_ten / tally.asked,
                "matched": tally.matched / tally.asked,
            }
        told["types"][kind] = {"n": tally.asked} | _rounded(shares)
        print(f"  {kind:18} n {tally.asked:6}  {_in_words(told['types'][kind])}")
    for group, tally in sorted(groups.items()):
        told["groups"][group] = {"n": tally.asked} | _rounded({"recall@1": tally.first / tally.asked})
        print(f"  names of {group:9} n {tally.asked:6}  {_in_words(told['groups'][group])}")
    return told


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    return {name: round(share, 4) for name, share in shares.items()}


def _in_words(told: Figures) -> str:
    return "  ".join(f"{name} {share:.4f}" for name, share in told.items() if name != "n")


def line(name: str, asked: list[dict[str, Any]], found: answers.Answers, times: Figures) -> Figures:
    """One method in one line."""
    shares = _rounded(answers.summary(answers.tallies(asked, found)[0]))
    took = "  ".join(f"{label} {number:g}" for label, number in times.items())
    print(f"{name:24} n {len(asked):6}  {_in_words(shares)}  {took}", flush=True)
    return {"method": name, "n": len(asked)} | shares | times


def beside(folder: Path) -> list[Figures]:
    """The peers, each with as many queries as it gets through in a few minutes."""
    asked = list(answers.queries(folder / "queries.jsonl", QUERIES))
    told = []
    with peers.database(folder / "people.tsv") as connection:
        for name, look_up in peers.IN_POSTGRES.items():
            some = asked[: OF_PEERS[name]]
            told.append(line(name, some, *peers.timed(connection, look_up, some)))
    for name in ("splink batch", "splink compare_records"):
        command = [PYTHON, HERE / "splinking.py", folder, name.split()[1], OF_PEERS[name]]
        done = subprocess.run([*map(str, command)], check=False, capture_output=True, text=True)
        if done.returncode:
            problem = (done.stderr.strip().splitlines() or ["no message"])[-1]
            print(f"{name:24} did not run: {problem}", flush=True)
            told.append({"method": name, "did not run": problem})
            continue
        answer = json.loads(done.stdout.splitlines()[-1])
        found = {
            query: [(person, label) for person, label in rows] for query, rows in answer["found"].items()
        }
        times = {label: answer[label] for label in ("p50_ms", "p95_ms")}
        told.append(line(name, asked[: OF_PEERS[name]], found, times))
    return told


def one_size(people: int) -> tuple[Path, Figures]:
    """Ours, at one size."""
    folder = made_up(people) if people <= MILLION else many(people)
    said, found = ours(folder)
    asked = list(answers.queries(folder / "queries.jsonl", QUERIES))
    times = {label: said[label] for label in ("p50_ms", "p95_ms", "p99_ms", "load_s", "index_mb")}
    told = {"people": said["people"]} | line(f"goldthread {said['people']}", asked, found, times)
    told |= by_type(asked, found)
    came = answers.household_found(asked, found, answers.houses(folder / "people.tsv", asked))
    told["household"] = round(came, 4)
    print(f"  household returned where its house was told: {came:.4f}", flush=True)
    for bar in bars.held_against(told):
        print(f"  {bar}", flush=True)
    return folder, told


def growth(sizes: list[Figures]) -> None:
    """How times and sizes grow with the number of people."""
    for told in sorted(sizes, key=lambda one: one["people"]):
        times = "  ".join(f"{label} {told[label]:10.2f}" for label in ("p50_ms", "p95_ms", "p99_ms"))
        print(
            f"{told['people']:>10} people  {times}  kept in {told['load_s']} s, index {told['index_mb']} MB"
        )


def record(sizes: list[Figures], others: list[Figures]) -> None:
    """Keep the figures beside this script, with what they are of and how busy the machine was."""
    asking = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asking, capture_output=True, text=True, check=True)
    told = {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "command": "bench/match all",
        "commit": commit.stdout.strip(),
        "seed": SEED,
        "processors": os.cpu_count(),
        "load average of the last quarter of an hour": round(os.getloadavg()[2], 1),
        "goldthread": sizes,
        "others": others,
    }
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """One size beside the peers, a million unless told; with `all`, then growth, and the figures are kept."""
    whole = arguments == ["all"]
    first, *others = (MILLION, *GROWTH) if whole else tuple(map(int, arguments)) or (MILLION,)
    folder, told = one_size(first)
    sizes, beside_it = [told], beside(folder)
    for size in others:
        if whole:
            record(sizes, beside_it)
        sizes.append(one_size(size)[1])
    growth(sizes)
    if whole:
        record(sizes, beside_it)


if __name__ == "__main__":
    main(sys.argv[1:])

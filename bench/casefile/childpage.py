"""Measures a child's page through the web server, on a short record and on one of twenty years."""
# ruff: noqa: INP001 - a script of its own

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import register
from lookup import Officer, serving

from goldthread.config import database

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "child page": "/children/{}/",
    "chronology": "/children/{}/chronology/",
    "chronology, significant only": "/children/{}/chronology/?show=significant",
    "chronology, last page": "/children/{}/chronology/?show=all&page=last",
}


def reader(host: Path) -> str:
    """An invented officer who reads records and takes calls."""
    asked = "select min(user_id::text) from accounts_membership where role = 'csc_officer'"
    with psycopg.connect(host=str(host), user=database.OWNER, dbname=database.own_name()) as owner:
        return str((owner.execute(asked).fetchone() or ("",))[0])


def children(host: Path) -> dict[str, str]:
    """The child with the fewest entries and the one with the most: what to call the record, and its id."""
    asked = """select subject_id, count(*) from ledger_entrysubject join ledger_episode using (subject_id)
               group by 1 order by 2, 1"""
    with psycopg.connect(host=str(host), user=database.OWNER, dbname=database.own_name()) as owner:
        rows = owner.execute(asked).fetchall()
    return {f"{count} entries": str(subject) for subject, count in (rows[0], rows[-1])}


def timed(officer: Officer, path: str) -> float:
    """The milliseconds that a page took."""
    start = time.perf_counter()
    officer.ask("GET", path, "")
    return (time.perf_counter() - start) * 1000


def measure(what: str, record: str, path: str, users: list[str], requests: int) -> None:
    """Ask for the page, and print how long the answers took."""
    officers = [Officer(user) for user in users]

    def through(officer: Officer) -> list[float]:
        for _ in range(5):
            officer.ask("GET", path, "")
        return [timed(officer, path) for _ in range(requests)]

    with ThreadPoolExecutor(len(officers)) as pool:
        times = sorted(took for part in pool.map(through, officers) for took in part)
    told = {f"p{share}_ms": round(times[int(len(times) * share / 100)], 1) for share in (50, 95, 99)}
    print(json.dumps({"what": what, "record": record, "readers": len(users)} | told), flush=True)


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "bench-childpage")
    asked = parser.parse_args()
    with register.running(asked.home):
        host = Path(os.environ[database.HOST_VARIABLE])
        life = Path(__file__).with_name("long_life.py")
        subprocess.run([sys.executable, str(life), str(asked.entries)], check=True)
        with serving():
            user = reader(host)
            for readers in (1, 2):
                for what, path in PAGES.items():
                    for record, child in children(host).items():
                        measure(what, record, path.format(child), [user] * readers, asked.requests)


if __name__ == "__main__":
    main()

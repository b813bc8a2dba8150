"""Prints how the whole authority at once grows, from ten thousand cases to a nation's history."""
# ruff: noqa: INP001 - a script of its own

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MEASURED = [
    *(("memory", "bench", cases) for cases in (10_000, 100_000, 400_000, 12_000_000)),
    ("memory", "hertfordshire", 400_000),
    ("postgres", "bench", 400_000),
    ("postgres", "hertfordshire", 400_000),
]
SCRIPTS = {"memory": "measure.py", "postgres": "measure_postgres.py"}
ABOUT = """Every duty of every case, all at once; what is open, met, late, and since when.
The cases are made up: 1,000 are played through the pack at random, then copied to other days.
seconds: on the clock, the best of three; cpu: of our process; room: the most memory that it held.
"bench" is the pathway on which the peers are measured; "hertfordshire" is the whole pack.
"""


def main() -> None:
    """Measure each in a process of its own; arguments choose: memory or postgres, and the most cases."""
    kinds = set(sys.argv[1:]) & {"memory", "postgres"} or {"memory", "postgres"}
    most = next((int(each) for each in sys.argv[1:] if each.isdigit()), 12_000_000)
    print(ABOUT)
    print(f"two threads; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start\n")
    for kind, pack, cases in MEASURED:
        if kind in kinds and cases <= most:
            show(measure(kind, pack, cases))


def measure(kind: str, pack: str, cases: int) -> dict[str, Any]:
    """One measurement."""
    command = [sys.executable, str(HERE / SCRIPTS[kind]), pack, str(cases)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(found: dict[str, Any]) -> None:
    """One measurement, in a few lines."""
    compute, of = found["compute"], f"{found['pack']} ({found['rules']} rules), from {found['from']}"
    print(f"{of}: {found['cases']:,} cases, {found['events']:,} events, {compute['duties']:,} duties")
    print(f"  {times(compute)}   room {found['room']:.1f} GB, {compute['odd']:,} cases folded one by one")
    if "first" in found:
        print(f"  {times(found['first'])}   once before: compiling, or reading what is kept")
    if "reading" in found:
        print(f"  {times(found['reading'])}   reading alone, part after part (cpu without PostgreSQL's own)")
    if "what if" in found:
        late = found["what if"]["late"] - compute["late"]
        print(f"  {times(found['what if'])}   what if limits were a working day shorter: {late:,} more late")
    if "one by one" in found:
        single = found["one by one"]
        print(f"  one case alone takes {single['us']:.0f} us; {single['compared']} compared, no difference")
    print(flush=True)


def times(line: dict[str, Any]) -> str:
    """Seconds, of both kinds."""
    return f"{line['seconds']:7.2f} s {line['cpu']:7.2f} s cpu"


if __name__ == "__main__":
    main()

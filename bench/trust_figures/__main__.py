"""`bench/trust [R1 R2 ...] [--full]`: measures the figures named, or all built; 1 if one is not met."""

import argparse
import signal
import sys

from bench.trust_figures.frame import HERE, keep, measure
from goldthread.config.trust_page import Kept, figures


def main() -> int:
    """Measure one after the other."""
    parser = argparse.ArgumentParser(prog="bench/trust", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FIGURE", help="one of the list, such as R1")
    parser.add_argument("--full", action="store_true", help="the size that is quoted; the result is kept")
    parser.add_argument(
        "--minutes", type=int, metavar="N", help="how long a run may take, by default by the list"
    )
    asked = parser.parse_args()
    # A shell that started it in the background has it ignore Ctrl-C, by which it ends a service.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    built = [name for name in figures() if (HERE / f"{name.lower()}.py").exists()]
    wanted = asked.names or built
    if unknown := [name for name in wanted if name not in built]:
        parser.error(f"not built: {', '.join(unknown)}. There are {', '.join(built)}")
    return max(_measured(name, full=asked.full, minutes=asked.minutes) for name in wanted)


def _measured(name: str, *, full: bool, minutes: int | None) -> int:
    figure = figures()[name]
    print(f"{name}: {figure.title} ({figure.reach})", flush=True)
    kept = measure(name, figure, full=full, minutes=minutes)
    _print(kept)
    if full:
        keep(name, kept)
    return 1 if kept.missed else 0


def _print(kept: Kept) -> None:
    for what, number in kept.numbers.items():
        print(f"  {what}: {number:,}" if isinstance(number, int | float) else f"  {what}: {number}")
    for what in kept.missed:
        print(f"  NOT MET: {what}")
    print(f"  {'not met' if kept.missed else 'met'}, in {kept.seconds:,} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())

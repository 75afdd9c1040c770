"""``python -m benchmarks``: every measurement, or those that are named."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks import accuracy, comparing, doctor, headless, labs, listing, session, startup
from benchmarks.programs import HADOLINT, TALLY, VENVOY, environment

Report = Callable[[Path, Mapping[str, str], int], Iterator[str]]
REPORTS: Mapping[str, Report] = {
    "accuracy": accuracy.report,
    "comparing": comparing.report,
    "doctor": doctor.report,
    "headless": headless.report,
    "labs": labs.report,
    "listing": listing.report,
    "startup": startup.report,
    "session": session.report,
}


def main() -> int:
    """Print the figures of this machine, as Markdown."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"some of: {', '.join(REPORTS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="measured runs of each program (default: 5)")
    options = parser.parse_args()
    if options.rounds < 1 or (unknown := sorted(set(options.what) - set(REPORTS))):
        parser.error("at least one round is needed" if options.rounds < 1 else f"unknown: {', '.join(unknown)}")
    _say(_machine())
    for name in options.what or REPORTS:
        with tempfile.TemporaryDirectory(prefix="venvoy-bench-") as folder:
            scratch = Path(folder)
            for piece in REPORTS[name](scratch, environment(scratch), options.rounds):
                _say(piece)
        _say("")
    return 0


def _say(piece: str) -> None:
    sys.stdout.write(piece + "\n")
    sys.stdout.flush()


def _machine() -> str:
    versions = (f"{p.name} {p.version() or 'not installed'}" for p in (VENVOY, HADOLINT, TALLY))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {python}; {', '.join(versions)}\n"


if __name__ == "__main__":
    sys.exit(main())

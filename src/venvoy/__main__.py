"""The program: ``venvoy`` and ``python -m venvoy``."""

from __future__ import annotations

import sys
from typing import NoReturn

from venvoy.cli.running import run


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

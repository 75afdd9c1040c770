"""Read, group, print."""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from dateutil import parser
from tabulate import tabulate


def extract(path):
    """Yield station, day and temperature of each reading."""
    with Path(path).open(newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["station"], parser.parse(row["taken"]).date().isoformat(), float(row["celsius"])


def transform(readings):
    """Return rows of station, day, lowest and highest temperature."""
    days = defaultdict(list)
    for station, day, celsius in readings:
        days[station, day].append(celsius)
    return [(station, day, min(values), max(values)) for (station, day), values in sorted(days.items())]


print(tabulate(transform(extract(sys.argv[1])), headers=("station", "day", "low", "high"), floatfmt=".1f"))

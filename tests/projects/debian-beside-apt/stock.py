"""Stock, read from YAML and shown as a table."""

from pathlib import Path

import yaml
from tabulate import tabulate

stock = yaml.safe_load(Path("stock.yaml").read_text("utf-8"))
print(tabulate(sorted(stock.items()), headers=("article", "pieces")))

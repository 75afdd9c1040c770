"""Take invoices off a queue and print them."""

import json
import time
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader

HERE = Path(__file__).parent


def drain(environment):
    """Print every invoice of the queue."""
    template = environment.get_template("invoice.txt")
    for invoice in json.loads((HERE / "queue.json").read_text("utf-8")):
        total = sum(count * price for _, count, price in invoice["lines"])
        click.echo(template.render(**invoice, total=total))


@click.command()
@click.option("--once", is_flag=True, help="Stop when the queue is empty.")
def main(once):
    """Work on the queue until told to stop."""
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=False)
    while True:
        drain(environment)
        if once:
            return
        time.sleep(60)


if __name__ == "__main__":
    main()

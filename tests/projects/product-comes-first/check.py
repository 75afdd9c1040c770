"""Check the mill with what only checks need."""

from attrs import frozen
from click.testing import CliRunner

from mill import grind


@frozen
class Outcome:
    """What is expected."""

    text: str


found = Outcome(CliRunner().invoke(grind, ["2"]).output.strip())
print(found == Outcome("80 kilograms"), found.text)

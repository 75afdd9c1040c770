"""The table of the projects that the documentation shows."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from project import Project

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "projects.md"
HEAD = """# Projects

Small applications that are built, run and looked into before and after their migration, with a real container engine.
For each that is rewritten, both images hold the same distributions in the same versions and give the same answer.
The second imports nothing from outside of its virtual environment and the standard library, its console scripts start,
and every stage that could be named with `--target` still can be.
A dash stands where nothing is rewritten, because there is nothing to do or only a person can tell.

Sizes are those of `docker image inspect` in MB (10⁶ bytes), the layers of the base included.
The bases are stand-ins made from the same Python releases: compare the columns with each other, not with a registry.
`make project-table` writes this page anew.

| project | installer | last stage from | rewrite | before | after |
| --- | --- | --- | --- | ---: | ---: |
"""


@frozen
class Row:
    """One project in the table."""

    project: Project
    before: int
    """Size of its image, in bytes."""
    after: int | None
    """Size of the image of the rewrite; None where nothing is rewritten."""


def written(row: Row) -> str:
    """Return *row* as a line of the table."""
    after = "—" if row.after is None else _megabytes(row.after)
    return f"{facts(row.project)} {_megabytes(row.before)} | {after} |\n"


def facts(project: Project) -> str:
    """Return the columns of a line that are known before anything is built."""
    return f"| {project.name} | {project.installer} | {project.base} | {project.shape or '—'} |"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f}"

"""Copies that take more, or less, than a site."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.trace import Carry, Install, SiteKind
from venvoy.shortcuts.obstacles.obstacle import Family, Obstacle, ask, carries_of, look
from venvoy.trace.scripts import bare_scripts
from venvoy.trace.view import View


def carriers(view: View, family: Family) -> Iterator[Obstacle]:
    """Find copies that are more, or less, than a site."""
    carries = carries_of(view, family)
    repeated = {bare.again for bare in bare_scripts(view) if bare.again is not None}
    doubts = {bare.carry: bare.doubt for bare in bare_scripts(view)}
    whole = {(c.stage, c.site) for c in carries if {"all", "packages"} & set(c.parts)}
    for carry in carries:
        if carry.same_python is False:
            yield ask(f"Line {carry.lines.first}: {carry.disagreement.rstrip('.')}.")
        elif carry.same_python is None:
            yield look(f"Line {carry.lines.first}: {carry.disagreement.rstrip('.')}.")
        if _lands_among_files(view, carry):
            yield ask(f"Line {carry.lines.first}: {carry.destination} also holds files of the application itself.")
        if "unsure" in carry.parts:
            yield look(f"Line {carry.lines.first}: whether {carry.source} is a script of the packages cannot be told.")
        if "some packages" in carry.parts:
            yield ask(f"Line {carry.lines.first}: only some of the packages are copied, a venv is copied whole.")
        if _second_install_before(view, carry, repeated):
            yield ask(
                f"Line {carry.lines.first}: packages are installed in this stage before others are copied over them."
            )
    for carry in carries:
        if carry.source_stage < 0:
            yield ask(f"Line {carry.lines.first}: the packages come from an image outside of this file.")
            continue
        doubt = doubts.get(carry, f"Line {carry.lines.first}: only {carry.source} is copied, without the packages.")
        if doubt and (carry.stage, carry.site) not in whole:
            yield ask(doubt)


def _lands_among_files(view: View, carry: Carry) -> bool:
    """Return True when a directory of packages is copied to where the source is: which path means which is lost."""
    # What lies around __pypackages__ is the project, and stays.
    around = carry.site.kind is SiteKind.PYPACKAGES and "all" in carry.parts
    if (
        around
        or carry.site.kind in {SiteKind.SYSTEM, SiteKind.VENV}
        or carry.destination == (carry.site.root.text or "")
    ):
        return False
    workdir = view.surroundings.final[carry.stage].workdir.text
    return carry.destination not in {"/usr/local", "/usr", "/"} and (
        carry.destination == workdir or view.holds_files(carry.stage, carry.destination)
    )


def _second_install_before(view: View, carry: Carry, repeated: set[Install]) -> bool:
    return any(
        install.instruction < carry.instruction and not install.tooling and install not in repeated
        for install in view.installs_of((view.dockerfile.stages[carry.stage],))
    )


def whole_prefix(view: View, family: Family) -> Iterator[Obstacle]:
    """Find copies of a whole prefix: they take along what else was put there."""
    for carry in carries_of(view, family):
        wide = carry.site.kind is SiteKind.SYSTEM and ({"all", "library", "scripts"} & set(carry.parts))
        if wide and (what := view.also_writes(carry)):
            yield look(f"Line {carry.lines.first}: line {what} may have put more below {carry.source} than pip did.")
            return

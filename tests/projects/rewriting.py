"""What becomes of a project, with the installer that its description names."""

from __future__ import annotations

from pathlib import Path

from migrating import accepting, migrated
from preparing import MAKES
from project import Project, copy_to, dockerfile
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.plan import DEFAULT_EXTRAS, Choices, InstallerChoice, Plan


def rewrite_in(of: Project, place: Path) -> Plan:
    """Return the plan for *of*, whose copy and its lock files lie in *place*."""
    if of.installer_choice is InstallerChoice.KEEP:
        return migrated(dockerfile(of.name), extras=DEFAULT_EXTRAS | set(of.extras))
    analysis = analyse(dockerfile(of.name), "Dockerfile", place)
    assert isinstance(analysis, Analysis)
    return accepting(analysis, Choices(of.installer_choice))


def rewrite(of: Project, scratch: Path) -> Plan:
    """Return the plan for *of* before anything is made for it: empty files stand for the lock files to come."""
    if of.installer_choice is InstallerChoice.KEEP:
        return migrated(dockerfile(of.name), extras=DEFAULT_EXTRAS | set(of.extras))
    place = copy_to(of.name, scratch)
    for name in of.prepare:
        if name in MAKES:
            (place / MAKES[name]).touch()
    return rewrite_in(of, place)

"""What ships is what shipped: every image of the corpus, as BuildKit's own parser reads it before and after."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from corpus_cases import FOUND, Rewrite, analysis, changed, content
from shipped import Image, images
from venvoy.model.analysis import Analysis
from venvoy.model.plan import InstallerChoice, Shape

every_found = pytest.mark.parametrize("name", FOUND)

KEPT = (
    "ENTRYPOINT",
    "CMD",
    "USER",
    "EXPOSE",
    "VOLUME",
    "HEALTHCHECK",
    "LABEL",
    "STOPSIGNAL",
    "ONBUILD",
    "SHELL",
    "WORKDIR",
)
SERVED_THE_SHORTCUT = {"PATH", "PYTHONPATH", "PYTHONUSERBASE", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
SERVED_THE_SHORTCUT |= {
    "PIP_BREAK_SYSTEM_PACKAGES",
    "UV_SYSTEM_PYTHON",
    "UV_BREAK_SYSTEM_PACKAGES",
    "UV_PROJECT_ENVIRONMENT",
    "PIPENV_SYSTEM",
    "PDM_USE_VENV",
}
_ABOUT_PACKAGES = re.compile(
    r"(?<![\w-])(?:pip[\d.]*|uv|poetry|pipenv|pdm|pip-sync|piptools|setup\.py|apt|apt-get|apk|venv|virtualenv)(?![\w-])"
    r"|/activate\b|/\.local\b|/usr/local\b|PYTHONUSERBASE|python-poetry"
)
_OF_INSTALLERS = ("UV_", "POETRY_", "PIPENV_", "PDM_")
_PACKAGES = re.compile(r"/(?:usr/local|opt/venv)/lib/(python[\d.]+)/(?:site|dist)-packages")
SERVES_THE_VENV = {"PATH", "VIRTUAL_ENV", "PIP_REQUIRE_VIRTUALENV"}


@every_found
def test_stage_names_stay(name: str, tmp_path: Path) -> None:
    """Every stage can be built by its name as before, and the last stage is the default one under the same name."""
    before = [image.name or "" for image in images(content(name), tmp_path)]
    for rewrite in changed(name):
        after = [image.name or "" for image in images(rewrite.plan.after, tmp_path)]
        assert Counter() == Counter(filter(None, before)) - Counter(after), rewrite.label
        assert before[-1] == after[-1], rewrite.label


def _pairs(rewrite: Rewrite, scratch: Path) -> list[tuple[Image, Image]]:
    """Return the stages that ship of the file and of its rewrite, as BuildKit's parser reads them."""
    before, after = images(rewrite.plan.before, scratch), images(rewrite.plan.after, scratch)
    return [(before[-1], after[-1])] if rewrite.plan.shape is Shape.SPLIT else list(zip(before, after, strict=True))


def _old_places(of: Analysis) -> list[str]:
    """Return the paths that the venv's may take the place of, in the spellings of a Dockerfile."""
    sites = [install.site.root.text for install in of.trace.installs]
    landed = [carry.destination for carry in of.trace.carries]
    written = [".local", "~/.local", "$HOME/.local", "${HOME}/.local", "$PYTHONUSERBASE", "${PYTHONUSERBASE}"]
    return [place for place in (*sites, *landed, *written) if place]


def _moved(word: str, places: list[str]) -> set[str]:
    return {word, *(word.replace(place, "/opt/venv") for place in places)}


@every_found
def test_what_ships_is_configured_as_before(name: str, tmp_path: Path) -> None:
    """Each stage starts, runs as, exposes and promises the same; only paths of the old site become the venv's."""
    places = _old_places(analysis(name))
    for rewrite in changed(name):
        for old, new in _pairs(rewrite, tmp_path):
            for keyword in KEPT:
                was, now = old.settings.get(keyword, ()), new.settings.get(keyword, ())
                assert len(was) == len(now), (rewrite.label, keyword, was, now)
                strange = [pair for pair in zip(was, now, strict=True) if pair[1] not in _moved(pair[0], places)]
                assert [] == strange, (rewrite.label, keyword)


@every_found
def test_what_ships_has_the_environment_of_before(name: str, tmp_path: Path) -> None:
    """No variable is lost or new but those that served the shortcut, serve the venv, or go with their installer."""
    for rewrite in changed(name):
        for old, new in _pairs(rewrite, tmp_path):
            was = {pair for pair in _variables(old, rewrite) if pair[0] not in SERVED_THE_SHORTCUT}
            now = {p for p in _variables(new, rewrite) if p[0] not in SERVES_THE_VENV or p in was}
            allowed = {pair for pair in now if pair[0] in SERVED_THE_SHORTCUT}
            assert was == now - allowed, rewrite.label


def _variables(image: Image, rewrite: Rewrite) -> set[tuple[str, str]]:
    """Return the variables with their values, the directory of the packages called alike before and after."""
    kept = rewrite.installer is InstallerChoice.KEEP
    return {
        (name, _PACKAGES.sub(r"/\1", value))
        for name, value in image.environment
        if kept or not name.startswith(_OF_INSTALLERS)
    }


@every_found
def test_what_ships_takes_its_steps_in_the_owners_order(name: str, tmp_path: Path) -> None:
    """Steps that both files have follow each other as the owner wrote them."""
    for rewrite in changed(name):
        for old, new in _pairs(rewrite, tmp_path):
            common = [step for step in new.steps if step in old.steps]
            assert [step for step in old.steps if step in common] == common, rewrite.label


@every_found
def test_only_installs_and_their_files_leave_what_ships(name: str, tmp_path: Path) -> None:
    """A step that the last stage no longer takes has to do with packages: an install, apt, manifests, a copied site."""
    installs = analysis(name).trace.installs
    project = any(what.startswith((".", "/")) for install in installs for what in install.what)
    for rewrite in changed(name):
        for old, new in _pairs(rewrite, tmp_path):
            gone = [step for step in old.steps if step not in new.steps]
            assert [] == [step for step in gone if not _about_packages(step, project=project)], rewrite.label


def _about_packages(step: str, *, project: bool) -> bool:
    """Return True for a step that a migration may take out; *project* says whether the source itself is installed."""
    keyword, _, rest = step.partition(" ")
    if keyword == "RUN":
        return _ABOUT_PACKAGES.search(rest) is not None
    manifests = ("requirements", "constraints", "lock", "pyproject", "setup", "Pipfile")
    return project or "--from=" in rest or any(word in rest for word in manifests)

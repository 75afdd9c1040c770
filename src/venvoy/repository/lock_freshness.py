"""Whether a lock file belongs to its manifest: by the tool's own hash where it keeps one, or else by what it lacks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from venvoy.model.lock import Freshness, LockedPackage, Origin
from venvoy.repository.lock_packages import normalised
from venvoy.repository.toml import Table, table, texts

Told = tuple[Freshness, str]
"""How fresh a lock file is, and a clause that says how it is known that it is not."""
UNTOLD: Told = (Freshness.UNTOLD, "")

_OF_POETRY = ("dependencies", "source", "extras", "dev-dependencies")
_OF_PROJECT = ("requires-python", "dependencies", "optional-dependencies")
_OF_PIPFILE = frozenset({"source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv"})
_PYPI = [{"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": True}]


def of_poetry(lock: Table, manifest: Table | None) -> Told:
    """Tell it as Poetry does, by ``content-hash`` (python-poetry/poetry, ``Locker._get_content_hash``)."""
    kept = table(lock, "metadata").get("content-hash")
    if manifest is None or not isinstance(kept, str):
        return UNTOLD
    return _by_hash(kept, "pyproject.toml", _poetry_inputs(manifest))


def of_pipenv(lock: Table, manifest: Table | None) -> Told:
    """Tell it as Pipenv does, by ``_meta.hash`` (sarugaku/plette, ``Pipfile.get_hash``; pypa/pipenv)."""
    kept = table(lock, "_meta", "hash").get("sha256")
    if manifest is None or not isinstance(kept, str):
        return UNTOLD
    return _by_hash(kept, "Pipfile", _pipenv_inputs(manifest), separators=(",", ":"))


def of_pdm(lock: Table, manifest: Table | None, packages: tuple[LockedPackage, ...]) -> Told:
    """Tell it by ``content_hash`` where that fits; a workspace's is made of more, so that one which does not is a hint.

    What the lock file lacks decides then (pdm-project/pdm, ``PyProject.content_hash``).
    """
    kept = table(lock, "metadata").get("content_hash")
    if manifest is None:
        return UNTOLD
    if isinstance(kept, str):
        algorithm, _, digest = kept.partition(":")
        if algorithm == "sha256" and _by_hash(digest, "", _pdm_inputs(manifest))[0] is Freshness.CURRENT:
            return Freshness.CURRENT, ""
    groups = texts(table(lock, "metadata").get("groups")) or ("default",)
    if "default" not in groups or table(manifest, "tool", "pdm", "resolution"):
        return UNTOLD
    return by_content(manifest, packages)


def of_uv(manifest: Table | None, packages: tuple[LockedPackage, ...]) -> Told:
    """Tell it by what ``uv.lock``, which keeps no hash of its manifest, lacks."""
    if manifest is None:
        return UNTOLD
    uv = table(manifest, "tool", "uv")
    if {"override-dependencies", "exclude-dependencies", "environments", "sources"} & uv.keys():
        return UNTOLD
    return by_content(manifest, packages)


def by_content(manifest: Table, packages: tuple[LockedPackage, ...]) -> Told:
    """Return STALE when a dependency of ``[project]`` that is needed everywhere is not locked as it asks to be.

    One with a marker or a URL is not asked about, nor the project itself, which some tools do not lock.
    """
    own = table(manifest, "project").get("name")
    itself = normalised(own) if isinstance(own, str) else ""
    locked: dict[str, list[LockedPackage]] = {}
    for package in packages:
        locked.setdefault(package.name, []).append(package)
    for wanted in _requirements(texts(table(manifest, "project").get("dependencies"))):
        if wanted.marker is not None or wanted.url is not None or normalised(wanted.name) == itself:
            continue
        found = locked.get(normalised(wanted.name), [])
        if not found:
            return Freshness.STALE, f"{wanted.name} is not in it, and pyproject.toml asks for it"
        if not any(_allows(wanted, package) for package in found):
            return Freshness.STALE, f"it has {wanted.name} {found[0].version}, and pyproject.toml asks for {wanted}"
    return UNTOLD


def _requirements(written: Iterable[str]) -> Iterator[Requirement]:
    for text in written:
        try:
            yield Requirement(text)
        except (InvalidRequirement, RecursionError):
            continue


def _allows(wanted: Requirement, package: LockedPackage) -> bool:
    if package.version is None or package.origin is not Origin.INDEX:
        return True
    try:
        return wanted.specifier.contains(Version(package.version), prereleases=True)
    except InvalidVersion:
        return True


def _by_hash(kept: str, manifest: str, inputs: Iterable[Any], separators: tuple[str, str] | None = None) -> Told:
    """Compare *kept* with the hash of each of *inputs*: of what several versions of a tool take from a manifest."""
    try:
        for content in inputs:
            text = json.dumps(content, sort_keys=True, separators=separators)
            if hashlib.sha256(text.encode()).hexdigest() == kept:
                return Freshness.CURRENT, ""
    except (TypeError, RecursionError):  # a date, or arrays within arrays: nothing that a tool would have locked
        return UNTOLD
    return Freshness.STALE, f"it keeps the hash of another {manifest} than this one"


def _poetry_inputs(manifest: Table) -> Iterator[Table]:
    poetry, groups = table(manifest, "tool", "poetry"), table(manifest, "dependency-groups")
    project = {key: value for key in _OF_PROJECT if (value := table(manifest, "project").get(key)) is not None}
    # Before 2.3 without the groups of PEP 735, before 2.0 without the standard's table.
    for own, more in ((project, groups), (project, {}), ({}, {})):
        standard = bool(own or more)
        relevant = {key: poetry.get(key) for key in _OF_POETRY if poetry.get(key) is not None or not standard}
        relevant |= {"group": poetry["group"]} if poetry.get("group") is not None else {}
        whole = ({"project": own} if own else {}) | ({"dependency-groups": more} if more else {})
        yield whole | {"tool": {"poetry": relevant}} if standard else relevant
    # The previews of 1.2 had groups in the place of dev-dependencies.
    yield {key: poetry.get(key) for key in ("dependencies", "extras", "group", "source")}


def _pipenv_inputs(manifest: Table) -> Iterator[Table]:
    requires, sources = manifest.get("requires", {}), manifest.get("source", _PYPI)
    own = [name for name in manifest if name not in _OF_PIPFILE | {"default", "develop"}]
    # Names are normalised since 2026, categories of one's own are counted since 2022.
    for spelt, categories in ((_spelt_alike, own), (_as_written, own), (_as_written, [])):
        yield {
            "_meta": {"sources": sources, "requires": requires},
            "default": spelt(manifest.get("packages", {})),
            "develop": spelt(manifest.get("dev-packages", {})),
        } | {name: spelt(manifest[name]) for name in categories}


def _as_written(section: Any) -> Any:
    return section


def _spelt_alike(section: Any) -> Any:
    return {normalised(name): value for name, value in section.items()} if isinstance(section, dict) else section


def _pdm_inputs(manifest: Table) -> Iterator[Table]:
    project, pdm = table(manifest, "project"), table(manifest, "tool", "pdm")
    shared = {
        "sources": pdm.get("source", []),
        "dependencies": project.get("dependencies", []),
        "optional-dependencies": project.get("optional-dependencies", {}),
        "requires-python": project.get("requires-python", ""),
    }
    resolution = table(pdm, "resolution")
    spelling: tuple[Callable[[str], str], ...] = (normalised, str)
    for spelt in spelling:
        groups: dict[str, list[Any]] = {}
        for listed in (table(manifest, "dependency-groups"), table(pdm, "dev-dependencies")):
            for name, wanted in listed.items():
                groups.setdefault(spelt(name), []).extend(wanted if isinstance(wanted, list) else [])
        yield shared | {"dev-dependencies": groups, "resolution": resolution}
        yield shared | {"dev-dependencies": groups, "overrides": table(resolution, "overrides")}

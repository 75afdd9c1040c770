"""What compose files mean, with Docker Compose's own answer as the measure: two configurations, and what lies between.

Whatever Compose prints, version 1 in short forms and version 2 in long ones, is brought into one form first.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from attrs import frozen

from venvoy.model.companion import Place

_STARTS = ("command", "entrypoint")
_NAME = re.compile(rb"[\"']?(?P<name>[A-Za-z_]\w*)[\"']?[ \t]*[:=][^\n]*\n?\Z")


@frozen
class Listed:
    """One change of a compose file that was announced, as it can be carried out in what Compose printed before."""

    renamed: tuple[tuple[str, str], ...] = ()
    """(text, what takes its place) in commands, variables, labels and mounts."""
    removed: tuple[str, ...] = ()
    """Variables that are taken out."""
    prefix: str = ""
    """What is put in front of PATH."""
    volume: tuple[str, str] | None = None
    """(target of a mount, where an anonymous volume is added beside it)."""
    keys: frozenset[str] | None = None
    """What of a service it is about, such as ``labels``; None for whatever has the text."""

    def reaches(self, key: str) -> bool:
        """Return True when it is about *key* of a service."""
        return self.keys is None or key in self.keys


def listed(place: Place, content: bytes) -> Listed:
    """Return what a place of the file *content* says that its edits do."""
    facts = dict(place.facts)
    if place.edits and place.page == "mounted-over-venv":
        return Listed(volume=(facts["destination"], facts["venv"]))
    renamed, removed, prefix = [], [], ""
    for edit in place.edits:
        old, new = content[edit.span.start : edit.span.end], edit.replacement.decode()
        if not new:
            name = _NAME.search(old)
            assert name is not None
            removed.append(name["name"].decode())
        elif not old:
            prefix = new
        else:
            renamed.append((old.decode(), new))
    return Listed(tuple(renamed), tuple(removed), prefix)


def configuration(printed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Compose printed in the one form."""
    services = {name: _service(service) for name, service in printed["services"].items()}
    return {**{key: value for key, value in printed.items() if key != "version"}, "services": services}


def _service(service: Mapping[str, Any]) -> dict[str, Any]:
    made = deepcopy(dict(service))
    if "volumes" in made:
        made["volumes"] = sorted(map(mount, made["volumes"]))
    return made


def mount(printed: str | Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return kind, source, target and options of a mount that Compose printed."""
    if isinstance(printed, str):
        source, target, *mode = printed.split(":") if ":" in printed else ("", printed)
        options = ",".join(sorted({*",".join(mode).split(",")} - {"", "rw"}))
        return "bind" if source.startswith("/") else "volume", source, target, options
    rest = {key: value for key, value in printed.items() if key not in {"type", "source", "target", "bind"} and value}
    options = "ro" if rest.pop("read_only", False) else ""
    return printed["type"], printed.get("source", ""), printed["target"], f"{options}{rest or ''}"


def dockerfile(root: Path, service: Mapping[str, Any]) -> str | None:
    """Return the Dockerfile that a printed service is built from, as seen from *root*; None when it is not built."""
    build = service.get("build")
    if build is None:
        return None
    build = {"context": build} if isinstance(build, str) else build
    path = Path(build["context"], build.get("dockerfile", "Dockerfile"))
    return os.path.relpath(os.path.realpath(path), os.path.realpath(root))


def built_from(root: Path, config: Mapping[str, Any], name: str) -> str | None:
    """Return the Dockerfile of a service's image: its own, or that of the service which builds an image of its name."""
    service = config["services"][name]
    own = dockerfile(root, service)
    if own is not None or "image" not in service:
        return own
    others = (other for other in config["services"].values() if other.get("image") == service["image"])
    return next((found for other in others if (found := dockerfile(root, other)) is not None), None)


def carried_out(config: Mapping[str, Any], changes: Iterable[tuple[Listed, frozenset[str]]]) -> dict[str, Any]:
    """Return *config* with *changes*, each in the services that it is about, and with nothing else."""
    after = deepcopy(dict(config))
    for change, names in changes:
        for name in names & set(after["services"]):
            _change(after["services"][name], change)
    return after


def _change(service: dict[str, Any], change: Listed) -> None:
    for key in _STARTS:
        if key in service and change.reaches(key):
            service[key] = _renamed(service[key], change)
    if "test" in service.get("healthcheck", {}) and change.reaches("healthcheck"):
        service["healthcheck"]["test"] = _renamed(service["healthcheck"]["test"], change)
    for key in ("environment", "labels"):
        for name, value in service.get(key, {}).items() if change.reaches(key) else ():
            # of a search path an entry is left out, never moved, and that is said with the whole value
            whole = dict(change.renamed).get(value, value)
            service[key][name] = whole if name == "PYTHONPATH" else _renamed(value, change)
    variables = service.get("environment", {})
    for name in change.removed:
        variables.pop(name, None)
    if not variables:
        service.pop("environment", None)
    if change.prefix and "PATH" in variables and not variables["PATH"].startswith(change.prefix):
        variables["PATH"] = change.prefix + variables["PATH"]
    mounted = service.get("volumes", [])
    if change.reaches("volumes"):
        mounted = [(kind, source, _renamed(target, change), mode) for kind, source, target, mode in mounted]
    if change.volume is not None and any(target == change.volume[0] for _, _, target, _ in mounted):
        mounted.append(("volume", "", change.volume[1], ""))
    if mounted:
        service["volumes"] = sorted(set(mounted))


def _renamed(value: Any, change: Listed) -> Any:
    if isinstance(value, list):
        return [_renamed(one, change) for one in value]
    for old, new in change.renamed:
        if isinstance(value, str):
            # new paths are plain, and nothing in them means anything to a pattern
            value = re.sub(re.escape(old) + r"(?![\w-]|\.\w)", new, value)
    return value

"""``setup.cfg``: the declarative form of setuptools (setuptools docs, "Configuring setuptools using setup.cfg")."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator

from attrs import field, frozen

from venvoy.model.project import EntryPoint, Said
from venvoy.repository.manifest import Manifest, directory, entry

FILE = "setup.cfg"
_COMPUTED = re.compile(r"(?:attr|file|find|find_namespace):")
_SECTION = re.compile(r"\[([^\]]+)\]")
_OPTION = re.compile(r"([^\s:=#;\[][^:=]*?)\s*[:=]")


def read_setup_cfg(text: str) -> Manifest:
    """Return what *text* says; a file that cannot be read is a sentence in `not_known`."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text, FILE)
    except configparser.Error as error:
        line = getattr(error, "lineno", None) or next((number for number, _ in getattr(error, "errors", ())), 1)
        return Manifest(not_known=(f"{FILE}, line {line}: it is not read, as it is no such file.",))
    return _Config(parser, text, tuple(_lines(text))).manifest()


def _lines(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield (section, option, line) for each option."""
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _SECTION.match(line):
            section = found[1]
        elif option := _OPTION.match(line):
            yield section, option[1].lower().replace("-", "_"), number


@frozen
class _Config:
    """A file that was read."""

    parser: configparser.RawConfigParser
    text: str
    places: tuple[tuple[str, str, int], ...]
    not_known: list[str] = field(factory=list)

    def manifest(self) -> Manifest:
        where = self._listed("options.packages.find", "where")
        dirs = dict(part.split("=", 1) for _, part in self._listed("options", "package_dir") if "=" in part)
        everywhere = {key.strip(): value.strip() for key, value in dirs.items()}.get("")
        roots = [part for _, part in where] or ([everywhere] if everywhere is not None else [])
        # "find:" is no list of packages, and none that nobody knows: they are looked for in the roots.
        packages = () if _COMPUTED.match(self._raw("options", "packages")) else self._listed("options", "packages")
        required = self._said_list("options", "install_requires")
        name, version = self._said("metadata", "name"), self._said("metadata", "version")
        return Manifest(
            name=name,
            version=version,
            requires_python=self._said("options", "python_requires"),
            dependencies=required,
            scripts=self._scripts(),
            roots=tuple(directory(root) for root in roots) or None,
            packages=tuple(part for _, part in packages) or None,
            modules=tuple(part for _, part in self._listed("options", "py_modules")) or None,
            not_known=tuple(self.not_known),
        )

    def _raw(self, section: str, option: str) -> str:
        for spelt in (option, option.replace("_", "-")):
            if self.parser.has_option(section, spelt):
                return (self.parser.get(section, spelt) or "").strip()
        return ""

    def _line(self, section: str, option: str) -> int:
        return next((line for s, o, line in self.places if (s, o) == (section, option)), 1)

    def _said(self, section: str, option: str) -> Said | None:
        raw, line = self._raw(section, option), self._line(section, option)
        if _COMPUTED.match(raw):
            self.not_known.append(f"{FILE}, line {line}: {option} is not known without running the build.")
            return None
        return Said(raw, FILE, line) if raw else None

    def _said_list(self, section: str, option: str) -> tuple[Said, ...] | None:
        raw, line = self._raw(section, option), self._line(section, option)
        if _COMPUTED.match(raw):
            self.not_known.append(f"{FILE}, line {line}: {option} is not known without running the build.")
            return None
        return tuple(Said(part, FILE, at) for at, part in self._parts(raw, line, "\n;")) if raw else None

    def _listed(self, section: str, option: str) -> list[tuple[int, str]]:
        return self._parts(self._raw(section, option), self._line(section, option), "\n,")

    def _parts(self, raw: str, line: int, separators: str) -> list[tuple[int, str]]:
        """Return (line, part) for each part of a value: lines, or the pieces of one line where it is only one."""
        if "\n" not in raw:
            return [(line, part.strip()) for part in re.split(f"[{separators}]", raw) if part.strip()]
        lines = self.text.split("\n")
        found = []
        for part in (written.strip() for written in raw.split("\n")):
            if part and not part.startswith(("#", ";")):
                line = next((at for at in range(line, len(lines) + 1) if part in lines[at - 1]), line)
                found.append((line, part))
        return found

    def _scripts(self) -> tuple[EntryPoint, ...] | None:
        found = [
            entry(part, FILE, line)
            for kind in ("console_scripts", "gui_scripts")
            for line, part in self._parts(
                self._raw("options.entry_points", kind), self._line("options.entry_points", kind), "\n"
            )
        ]
        return tuple(script for script in found if script is not None) or None

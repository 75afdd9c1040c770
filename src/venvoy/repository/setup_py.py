"""``setup.py``, read and never run: what the call of ``setup()`` says in literals and in names that stand for them.

It is read with the standard library's parser. Nothing is rewritten here, so a lossless tree would be of no use, and
libcst costs more time to load than the whole check.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from attrs import define, field

from venvoy.model.project import EntryPoint, Said
from venvoy.parse.python_source import Fault, syntax_tree
from venvoy.repository.constants import Placed, constants, literal
from venvoy.repository.manifest import Manifest, directory, entry

FILE = "setup.py"
_FINDERS = frozenset({"find_packages", "find_namespace_packages"})


def read_setup_py(source: bytes) -> Manifest:
    """Return what *source* says; what is computed, or cannot be read, is a sentence in `not_known`."""
    tree = syntax_tree(source)
    if isinstance(tree, Fault):
        return Manifest(not_known=(f"{FILE}, line {tree.line}: it is not read: {tree.reason}.",))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "setup"]
    if len(calls) != 1:
        line = calls[1].lineno if calls else 1
        what = "setup() is called more than once" if calls else "there is no call of setup()"
        return Manifest(not_known=(f"{FILE}, line {line}: {what}, so nothing of it is known.",))
    return _Call(constants(tree)).read(calls[0])


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return call.func.attr if call.func.value.id in {"setuptools", "core", "distutils"} else ""
    return ""


@define
class _Call:
    """The one call of ``setup()``."""

    names: Mapping[str, ast.expr]
    keywords: dict[str, ast.expr] = field(factory=dict)
    not_known: list[str] = field(factory=list)

    def read(self, call: ast.Call) -> Manifest:
        for keyword in call.keywords:
            if keyword.arg is None:
                self._unpacked(keyword.value)
            else:
                self.keywords[keyword.arg] = keyword.value
        roots, packages = self._packages()
        return Manifest(
            name=self._said("name"),
            version=self._said("version"),
            requires_python=self._said("python_requires"),
            dependencies=self._listed("install_requires"),
            scripts=self._scripts(),
            roots=roots,
            packages=packages,
            modules=self._texts("py_modules"),
            not_known=tuple(self.not_known),
        )

    def _unpacked(self, value: ast.expr) -> None:
        found = self.names.get(value.id) if isinstance(value, ast.Name) else value
        if not isinstance(found, ast.Dict):
            self._computed(value, "what ** brings")
            return
        for key, item in zip(found.keys, found.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self.keywords[key.value] = item
            else:
                self._computed(item, "what ** brings")

    def _computed(self, node: ast.expr, what: str) -> None:
        self.not_known.append(f"{FILE}, line {node.lineno}: {what} is computed, so it is not known statically.")

    def _literal(self, keyword: str) -> Placed | None:
        node = self.keywords.get(keyword)
        if node is None or (isinstance(node, ast.Constant) and node.value is None):
            return None
        found = literal(node, self.names)
        if found is None:
            self._computed(node, keyword)
        return found

    def _said(self, keyword: str) -> Said | None:
        found = self._literal(keyword)
        return Said(found.value, FILE, found.line) if found is not None and isinstance(found.value, str) else None

    def _listed(self, keyword: str) -> tuple[Said, ...] | None:
        found = self._literal(keyword)
        return None if found is None else tuple(Said(text, FILE, line) for text, line in _lines(found))

    def _texts(self, keyword: str) -> tuple[str, ...] | None:
        found = self._listed(keyword)
        return None if found is None else tuple(said.text for said in found)

    def _packages(self) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """Return the roots and the packages: by ``package_dir``, or by where ``find_packages`` looks."""
        dirs = self._literal("package_dir")
        everywhere = dirs.value.get("") if dirs is not None and isinstance(dirs.value, dict) else None
        root = everywhere.value if everywhere is not None and isinstance(everywhere.value, str) else None
        node = self.keywords.get("packages")
        if isinstance(node, ast.Call) and _finder(node):
            found = self._where(node)
            roots = (found,) if found is not None else (root,) if root is not None else None
            return tuple(directory(one) for one in roots) if roots else None, None
        return (directory(root),) if root is not None else None, self._texts("packages")

    def _where(self, call: ast.Call) -> str | None:
        named = next((keyword.value for keyword in call.keywords if keyword.arg == "where"), None)
        node = call.args[0] if call.args else named
        if node is None:
            return None
        found = literal(node, self.names)
        if found is None or not isinstance(found.value, str):
            self._computed(node, "where packages are looked for")
            return None
        return found.value

    def _scripts(self) -> tuple[EntryPoint, ...] | None:
        node = self.keywords.get("entry_points")
        if node is None:
            return None
        found = self._literal("entry_points")
        if found is None:
            return None
        if isinstance(found.value, str):
            return _from_text(found.value, found.line)
        groups = found.value if isinstance(found.value, dict) else {}
        written = [
            line for kind in ("console_scripts", "gui_scripts") if kind in groups for line in _lines(groups[kind])
        ]
        scripts = [entry(text, FILE, line) for text, line in written]
        return tuple(script for script in scripts if script is not None)


def _finder(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in _FINDERS


def _lines(of: Placed) -> list[tuple[str, int]]:
    """Return the texts of a list, or the lines of one text, with where each stands."""
    if isinstance(of.value, str):
        lines = enumerate(of.value.split("\n"), of.line)
        return [(line.strip(), at) for at, line in lines if line.strip()]
    items = of.value if isinstance(of.value, tuple) else ()
    return [(item.value.strip(), item.line) for item in items if isinstance(item.value, str)]


def _from_text(text: str, line: int) -> tuple[EntryPoint, ...]:
    """Read entry points that are written like an INI file."""
    section, found = "", []
    for at, written in enumerate(text.split("\n"), line):
        stripped = written.strip()
        if stripped.startswith("["):
            section = stripped.strip("[] ")
        elif section in {"console_scripts", "gui_scripts"}:
            found.append(entry(stripped, FILE, at))
    return tuple(script for script in found if script is not None)

"""How a file may say ``sys``, and where the import goes that it may lack."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import libcst as cst
import libcst.matchers as m
from attrs import frozen

from venvoy.codemods.marking import Change
from venvoy.codemods.source import Source

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement


@frozen
class SysName:
    """The name of the module ``sys`` in a file."""

    name: str
    imports: tuple[Change, ...]
    """The line that has to be added for it, if any."""


def sys_name(source: Source) -> SysName | None:
    """Return how the whole file may call ``sys``; None where that name is taken for something else."""
    imported = [alias for statement in _imports(source.module) for alias in _of_sys(statement)]
    name = imported[0] if imported else "sys"
    if _bound(source, name):
        return None
    return SysName(name, () if imported else (_import_line(source),))


def _imports(module: cst.Module) -> Iterator[cst.Import]:
    for line in module.body:
        if isinstance(line, cst.SimpleStatementLine):
            yield from (part for part in line.body if isinstance(part, cst.Import))


def _of_sys(statement: cst.Import) -> Iterator[str]:
    for alias in statement.names:
        if alias.evaluated_name == "sys":
            yield alias.evaluated_alias or "sys"


def _bound(source: Source, name: str) -> bool:
    """Return True when something else than an import of ``sys`` may give *name* a meaning anywhere in the file."""
    this = m.Name(name)
    targets = (m.AssignTarget, m.AnnAssign, m.NamedExpr, m.For, m.CompFor)
    binding = (
        m.OneOf(*(kind(target=this) for kind in targets))
        | m.OneOf(*(kind(name=this) for kind in (m.Param, m.FunctionDef, m.ClassDef, m.AsName)))
        | m.StarredElement(value=this)
        | m.ImportFrom(names=[m.ZeroOrMore(), m.ImportAlias(name=this, asname=None), m.ZeroOrMore()])
    )
    unpacked = m.Tuple(elements=[m.ZeroOrMore(), m.Element(value=this), m.ZeroOrMore()])
    found = m.findall(source.module, binding | m.AssignTarget(target=unpacked) | m.For(target=unpacked))
    return any(not _names_sys(source, node) for node in found)


def _names_sys(source: Source, node: cst.CSTNode) -> bool:
    above = source.parent(node)
    return isinstance(node, cst.AsName) and isinstance(above, cst.ImportAlias) and above.evaluated_name == "sys"


def _import_line(source: Source) -> Change:
    """Return ``import sys``: sorted into the first block of imports, or below the docstring and ``__future__``."""
    leading, rest = _leading(source.module)
    line = f"import sys{source.line_end}"
    block = list(takewhile(lambda statement: m.matches(statement, _IMPORTING), rest))
    for statement in block:
        later = m.matches(statement, _FROM) or _first_name(statement) > "sys"
        if later:
            start = source.place(statement)[0]
            return start, start, line
    if block:
        return _below(source, block[-1], line)
    if leading:
        return _below(source, leading[-1], source.line_end + line)
    start = source.place(rest[0])[0]
    return start, start, line + source.line_end


_FROM = m.SimpleStatementLine(body=[m.ImportFrom(), m.ZeroOrMore()])
_IMPORTING = m.SimpleStatementLine(body=[m.Import() | m.ImportFrom(), m.ZeroOrMore()])
_FUTURE = m.SimpleStatementLine(body=[m.ImportFrom(module=m.Name("__future__")), m.ZeroOrMore()])


def _leading(module: cst.Module) -> tuple[list[Statement], list[Statement]]:
    """Return the statements that have to come first, and the others."""
    body = list(module.body)
    at = 1 if module.get_docstring(clean=False) is not None else 0
    while at < len(body) and m.matches(body[at], _FUTURE):
        at += 1
    return body[:at], body[at:]


def _first_name(statement: Statement) -> str:
    first = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
    return first.names[0].evaluated_name if isinstance(first, cst.Import) else ""


def _below(source: Source, statement: Statement, line: str) -> Change:
    """Return *line* as the one after that of *statement*, which is not the last of the file."""
    end = source.line_behind(source.place(statement)[1])
    return end, end, line

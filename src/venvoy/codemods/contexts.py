"""What a text in the source is for: a search path, a variable of the environment, a setting of a server."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import libcst as cst
import libcst.matchers as m

from venvoy.codemods.source import Source
from venvoy.codemods.strings import constant

VARIABLES = frozenset({"PYTHONPATH", "PYTHONUSERBASE"})
"""Read by every Python that starts, where they are not ignored by ``-E`` or ``-I``."""
SETTINGS = frozenset({"pythonpath", "python_path", "chdir", "home", "virtualenv", "venv", "raw_env"})
"""Names of gunicorn's settings, and of what loaders of WSGI applications call the same."""

_SEARCHED = frozenset({"sys.path.insert", "sys.path.append", "sys.path.extend", "site.addsitedir"})
_SEARCHING = frozenset(name.rpartition(".")[2] for name in _SEARCHED)
_SERVER = re.compile(r"(?:.*gunicorn.*|.*wsgi.*|.*asgi.*|passenger_wsgi)\.(?:conf\.)?py")


def context(source: Source, node: cst.CSTNode) -> str:
    """Return ``search path`` or ``setting`` for a text that is one, or part of one; else an empty string."""
    below: cst.CSTNode = node
    for above in _above(source, node):
        if _is_search_path(source, above) or _names_variable(source, above, below):
            return "search path"
        if _is_setting(source, above):
            return "setting"
        below = above
    return ""


def _above(source: Source, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    at = source.parent(node)
    while at is not None and not isinstance(at, cst.BaseSuite | cst.Module):
        yield at
        at = source.parent(at)


def _is_search_path(source: Source, node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call):
        return source.ends(node.func, _SEARCHING) and source.name(node.func) in _SEARCHED
    if isinstance(node, cst.AugAssign):
        return source.ends(node.target, {"path"}) and source.name(node.target) == "sys.path"
    if isinstance(node, cst.AssignTarget):
        return False
    if isinstance(node, cst.Assign):
        targets = [t.target.value if isinstance(t.target, cst.Subscript) else t.target for t in node.targets]
        return any(source.ends(target, {"path"}) and source.name(target) == "sys.path" for target in targets)
    return False


def _names_variable(source: Source, node: cst.CSTNode, below: cst.CSTNode) -> bool:
    """Return True when *node* gives one of the variables the value in which *below* stands."""
    if isinstance(node, cst.DictElement):
        return constant(node.key) in VARIABLES and below is node.value
    if isinstance(node, cst.Arg):
        return node.keyword is not None and node.keyword.value in VARIABLES
    if isinstance(node, cst.Assign):
        return any(_variable(source, target.target) in VARIABLES for target in node.targets)
    if isinstance(node, cst.AugAssign):
        return _variable(source, node.target) in VARIABLES
    if isinstance(node, cst.Call):
        names = [constant(argument.value) for argument in node.args[:1]]
        setting = source.ends(node.func, {"setdefault", "putenv"})
        return setting and names[0] in VARIABLES and source.name(node.func) in {"os.environ.setdefault", "os.putenv"}
    return False


def _variable(source: Source, node: cst.BaseExpression) -> str | None:
    """Return the name in ``os.environ["NAME"]``."""
    index = m.SubscriptElement(slice=m.Index(value=m.SimpleString()))
    if not isinstance(node, cst.Subscript) or not m.matches(node, m.Subscript(slice=[index])):
        return None
    inner = node.slice[0].slice
    name = constant(inner.value) if isinstance(inner, cst.Index) else None
    return name if source.name(node.value) == "os.environ" else None


def _is_setting(source: Source, node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.Assign) or not _SERVER.fullmatch(posixpath.basename(source.path)):
        return False
    names = {target.target.value for target in node.targets if isinstance(target.target, cst.Name)}
    statement = source.parent(node)
    return bool(names & SETTINGS) and statement is not None and isinstance(source.parent(statement), cst.Module)

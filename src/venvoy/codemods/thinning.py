"""Takes out of a large file what no codemod can find anything in, every other byte staying where it is.

libcst needs a minute for what the standard library's parser reads in a second, and nearly all of a large file is
functions in which no word stands that is looked for.
"""

from __future__ import annotations

import ast
import re

from venvoy.model.companion import Relocation

LARGE = 16 * 1024
"""Bytes of a file from which on it is worth the while."""

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")
_SYS = re.compile(rb"\bsys\s+as\s+(\w+)")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def telling(content: bytes, needles: re.Pattern[bytes], relocation: Relocation) -> re.Pattern[bytes]:
    """Return what stands in every definition of *content* that some codemod has to see.

    That is what it finds, and what gives ``sys`` another meaning, or a name of the module one from within.
    """
    names = (rb"\bsys\b", *(rb"\b" + re.escape(name) + rb"\b" for name in _SYS.findall(content)))
    words = (rb"python", rb"\bpip[\d.]*\b", rb"activate_this", rb"\bglobal\b", rb"\f")
    gone = (re.escape(name).encode() for name in relocation.variables)
    return re.compile(rb"|".join((needles.pattern, *names, *words, *gone)))


def thinned(text: bytes, tree: ast.Module, kept: re.Pattern[bytes]) -> bytes:
    """Return *text* (UTF-8, that of *tree*) with ``name=0`` for each function and class in which *kept* is nowhere.

    Blanks fill what they leave, so that every other byte keeps its place; lines do not. The first definition stays, as
    the line of an import may have to go above it.
    """
    lines = _LINE.findall(text)
    first = next((node for node in tree.body if isinstance(node, Definition)), None)
    waiting: list[ast.stmt] = [node for node in tree.body if node is not first]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Definition) or node.end_lineno is None:
            continue
        begin = min((node.lineno, *(one.lineno for one in node.decorator_list))) - 1
        if kept.search(b"".join(lines[begin : node.end_lineno])) is None:
            _blank(lines, begin, node)
        elif isinstance(node, ast.ClassDef):
            waiting += node.body
    return b"".join(lines)


def _blank(lines: list[bytes], begin: int, node: Definition) -> None:
    head, end = lines[begin], node.end_lineno or begin
    indent = head[: len(head) - len(head.lstrip(b" \t"))]
    whole = b"".join(lines[begin:end])
    ends = whole[len(whole.rstrip(b"\r\n")) :]
    stub = indent + node.name.encode() + b"=0"
    lines[begin] = stub + b" " * (len(whole) - len(stub) - len(ends)) + ends
    lines[begin + 1 : end] = [b""] * (end - begin - 1)

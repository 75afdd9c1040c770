"""Reads Python source so that every node knows which bytes of the file it is, within bounds that hold for any file."""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import libcst as cst
from attrs import define, field
from libcst.metadata import (
    ByteSpanPositionProvider,
    CodeSpan,
    MetadataWrapper,
    ParentNodeProvider,
    QualifiedName,
    QualifiedNameProvider,
)

from venvoy.codemods.thinning import LARGE, thinned
from venvoy.model.codemod import Skipped
from venvoy.model.source import Lines, Span
from venvoy.parse.python_source import Fault, syntax_tree

LARGEST = 1024 * 1024
"""Bytes of a file that is read; what is larger was written by a program."""

TOO_DEEP = "it is nested too deeply"
"""Said where libcst, which makes several calls for each level of a tree, runs into the limit of the interpreter."""

Node = TypeVar("Node", bound=cst.CSTNode)
Names = Collection[QualifiedName]

_BREAK = re.compile(r"\r\n|\n|\r")


@define(eq=False, slots=False)
class Source:
    """A Python file that was read."""

    text: str = field(repr=False)
    """Without a byte order mark."""
    path: str
    """From the root of the repository."""
    module: cst.Module = field(repr=False)
    encoding: str = "utf-8"
    mark: int = 0
    """Bytes of the byte order mark."""

    @cached_property
    def _wrapper(self) -> MetadataWrapper:
        return MetadataWrapper(self.module, unsafe_skip_copy=True)

    @cached_property
    def _spans(self) -> Mapping[cst.CSTNode, CodeSpan]:
        return self._wrapper.resolve(ByteSpanPositionProvider)

    @cached_property
    def _parents(self) -> Mapping[cst.CSTNode, cst.CSTNode]:
        return self._wrapper.resolve(ParentNodeProvider)

    @cached_property
    def _names(self) -> Mapping[cst.CSTNode, Names | Callable[[], Names]]:
        return self._wrapper.resolve(QualifiedNameProvider)

    @cached_property
    def _utf8(self) -> bytes:
        return self.text.encode("utf-8")

    @cached_property
    def _starts(self) -> list[int]:
        """Return where each line starts, in bytes of UTF-8."""
        ends = (found.end() for found in re.finditer(rb"\r\n|\n|\r", self._utf8))
        return [0, *ends]

    @cached_property
    def line_end(self) -> str:
        """The first line end of the file; that of Unix for a file of one line."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    @cached_property
    def _kinds(self) -> Mapping[type[cst.CSTNode], Sequence[cst.CSTNode]]:
        kinds: dict[type[cst.CSTNode], list[cst.CSTNode]] = {}
        for node in self._spans:
            kinds.setdefault(type(node), []).append(node)
        return kinds

    def nodes(self, kind: type[Node]) -> tuple[Node, ...]:
        """Return the nodes of exactly that *kind*, in the order of the file."""
        found = (node for node in self._kinds.get(kind, ()) if isinstance(node, kind))
        return tuple(sorted(found, key=self.place))

    def place(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return where *node* starts and ends in the text, in bytes of UTF-8; parentheses around it are not part."""
        span = self._spans[node]
        return span.start, span.start + span.length

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return what *node* stands in; None for the module."""
        return self._parents.get(node)

    def name(self, node: cst.CSTNode) -> str | None:
        """Return what *node* is called where it was defined, ``os.path.join``; None when that is not certain."""
        found = self._names.get(node, frozenset())
        names = found() if callable(found) else found
        return next(iter(names)).name if len(names) == 1 else None

    @cached_property
    def _renamed(self) -> frozenset[str]:
        """Return the names that imports give with ``as``."""
        given = (node.asname.name for node in self.nodes(cst.ImportAlias) if node.asname is not None)
        return frozenset(name.value for name in given if isinstance(name, cst.Name))

    def ends(self, node: cst.BaseExpression, names: Collection[str]) -> bool:
        """Return whether *node* may be called one of *names* where it was defined, told from its last part alone.

        To work out what a name stands for takes much longer: this says where it is worth it.
        """
        if isinstance(node, cst.Attribute):
            return node.attr.value in names
        return isinstance(node, cst.Name) and (node.value in names or node.value in self._renamed)

    def lines(self, start: int, end: int) -> Lines:
        """Return the lines of the bytes from *start* to the one before *end*."""
        return Lines(bisect_right(self._starts, start), bisect_right(self._starts, max(start, end - 1)))

    def column(self, start: int) -> int:
        """Return the column of the character at byte *start*, from 1."""
        line = self._starts[bisect_right(self._starts, start) - 1]
        return len(self._utf8[line:start].decode("utf-8")) + 1

    def line_behind(self, end: int) -> int:
        """Return where the line after that of byte *end* starts, or the end of the text."""
        at = bisect_right(self._starts, end)
        return self._starts[at] if at < len(self._starts) else len(self._utf8)

    def slice(self, start: int, end: int) -> str:
        """Return the text of a place."""
        return self._utf8[start:end].decode("utf-8")

    def span(self, start: int, end: int) -> Span:
        """Return which bytes of the file a place of the text is."""
        if self.encoding == "utf-8":
            return Span(self.mark + start, self.mark + end)
        before, inside = (len(self.slice(*pair).encode(self.encoding)) for pair in ((0, start), (start, end)))
        return Span(before, before + inside)


def read(content: bytes, path: str, kept: re.Pattern[bytes] | None = None) -> Source | Skipped:
    """Return *content* as Python source, or why it is none that can be edited without loss.

    Of a file that is `LARGE`, functions and classes in which *kept* is nowhere are left out of the tree.
    """
    if len(content) > LARGEST:
        return Skipped(f"it is larger than {LARGEST // 1024} KB")
    tree = syntax_tree(content)
    if isinstance(tree, Fault):
        return Skipped(tree.reason, tree.line)
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    text = content.decode(encoding)
    marked = encoding == "utf-8-sig"
    encoding = "utf-8" if marked else encoding
    if text.encode(encoding) != content[3 * marked :]:
        return Skipped(f"its encoding, {encoding}, does not give the same bytes back")
    # libcst takes form feeds out, and everything behind them would stand elsewhere.
    even = text.replace("\f", " ")
    if kept is not None and len(content) >= LARGE:
        even = thinned(even.encode(), tree, kept).decode()
    try:
        module = cst.parse_module(even)
        lossless = module.code == even
    except cst.ParserSyntaxError as error:
        return Skipped("it is not read by libcst", max(1, error.raw_line))
    except RecursionError:
        return Skipped(TOO_DEEP)
    if not lossless:
        return Skipped("its line ends are not the same everywhere, and libcst would not keep them")
    return Source(text, path, module, encoding, 3 * marked)

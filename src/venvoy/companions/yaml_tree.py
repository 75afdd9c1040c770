"""YAML as a tree whose values know where they stand, within bounds that no stranger's file can stretch.

The file is composed, never constructed: no tag makes an object, and an alias is the very node that it names, so that
nothing grows. Merge keys are resolved as YAML 1.1 has them (https://yaml.org/type/merge.html).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from venvoy.companions.sheet import readable
from venvoy.model.source import Span

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node as Composed

LARGEST = 128 * 1024
"""Bytes of a YAML file that is read: what people write by hand stays far below."""
_MOST = 10_000
"""Lines and commas; a tree of so many values is composed in about a second."""
_SMALL = 8 * 1024
"""Bytes of a file whose tree is kept; most compose files are smaller."""
_DEEPEST = 60
_NESTED = re.compile(rf"[\[{{]{{{_DEEPEST}}}")


@frozen(eq=False)
class Scalar:
    """A single value."""

    text: str
    span: Span
    """As written: quotes and the mark of a block included."""
    style: str | None
    """``'``, ``"``, ``|``, ``>``, or None for a plain one."""
    reset: bool = False
    """True under ``!reset`` or ``!override``, the tags with which compose takes back what another file says."""

    def inside(self, content: bytes, text: str | None = None) -> Span | None:
        """Return where *text*, or else the whole value, stands last in it; None when it is written otherwise."""
        value = (self.text if text is None else text).encode("utf-8", "surrogateescape")
        at = content.rfind(value, self.span.start, self.span.end)
        return Span(at, at + len(value)) if value and at >= 0 else None


@frozen(eq=False)
class Listing:
    """A sequence."""

    items: tuple[Node, ...]
    span: Span
    flow: bool
    """True in brackets."""
    reset: bool = False


@frozen(eq=False)
class Table:
    """A mapping, what is merged into it included."""

    entries: tuple[tuple[Scalar, Node], ...]
    """Its own first, as they stand, then the merged ones that it does not have itself."""
    span: Span
    flow: bool
    reset: bool = False

    def get(self, name: str) -> Node | None:
        """Return the value called *name*, or None."""
        return next((value for key, value in self.entries if key.text == name), None)


Node = Scalar | Listing | Table


def tree(content: bytes) -> Node | str | None:
    """Return the tree of a YAML file, None for an empty one, or why it is not read: the rest of a sentence."""
    return _kept_tree(content) if len(content) <= _SMALL else _tree(content)


@lru_cache(maxsize=512)
def _kept_tree(content: bytes) -> Node | str | None:
    """Return the tree of a small file: each Dockerfile of a repository asks for all of them again."""
    return _tree(content)


def _tree(content: bytes) -> Node | str | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if (refused := readable(content, LARGEST)) is not None:
        return refused
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "is not read: it is not UTF-8."
    if text.count("\n") + text.count(",") > _MOST or _NESTED.search(re.sub(r"\s+", "", text)):
        return "is not read: it has more, or deeper, values than a file by hand has."
    try:
        composed = YAML(typ="safe", pure=True).compose(text)
        return None if composed is None else _Conversion(text).node(composed, 0)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark is not None else ""
        return f"is not read: it is no YAML that can be followed{where}."
    except RecursionError:
        return "is not read: it is nested too deeply."
    except _RefusedError as error:
        return str(error)


class _RefusedError(Exception):
    """The file has something that compose would refuse, or that would take too long."""


@define(slots=False)
class _Conversion:
    """One pass over one composed document."""

    text: str
    _offsets: list[int] = field(init=False)
    _done: dict[int, Node | None] = field(init=False, factory=dict)
    _entries: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        widths = (len(char.encode("utf-8")) for char in self.text)
        self._offsets = [0, *accumulate(widths)] if not self.text.isascii() else list(range(len(self.text) + 1))

    def node(self, composed: Composed, depth: int) -> Node:
        """Return *composed* as a value; the same node gives the same value, however many aliases name it."""
        if depth > _DEEPEST:
            raise _RefusedError("is not read: it is nested too deeply.")
        key = id(composed)
        if key in self._done:
            made = self._done[key]
            if made is None:
                raise _RefusedError(f"is not read: line {composed.start_mark.line + 1} holds itself.")
            return made
        self._done[key] = None
        made = self._done[key] = self._made(composed, depth)
        return made

    def _made(self, composed: Composed, depth: int) -> Node:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        span = Span(self._offsets[composed.start_mark.index], self._offsets[composed.end_mark.index])
        reset = str(composed.tag) in {"!reset", "!override"}
        if isinstance(composed, MappingNode):
            return Table(self._table(composed, depth), span, bool(composed.flow_style), reset)
        if isinstance(composed, SequenceNode):
            items = tuple(self.node(item, depth + 1) for item in composed.value)
            return Listing(items, span, bool(composed.flow_style), reset)
        style = composed.style if isinstance(composed, ScalarNode) else None
        return Scalar(str(composed.value), span, style, reset)

    def _table(self, composed: Composed, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        own: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Node] = []
        for key_node, value_node in composed.value:
            key, value = self.node(key_node, depth + 1), self.node(value_node, depth + 1)
            if not isinstance(key, Scalar):
                continue
            if key.text == "<<" and key.style is None:
                merged += value.items if isinstance(value, Listing) else [value]
            elif key.text in own:
                raise _RefusedError(f"is not read: line {key_node.start_mark.line + 1} says a key again.")
            else:
                own[key.text] = (key, value)
        for one in merged:
            if isinstance(one, Table):
                for key, value in one.entries:
                    own.setdefault(key.text, (key, value))
        self._entries += len(own)
        if self._entries > _MOST:
            raise _RefusedError("is not read: it merges more than a file by hand does.")
        return tuple(own.values())

"""Text as Python source writes it: literals, f-strings, and paths that are put together from parts."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from attrs import evolve, frozen

from venvoy.codemods.paths import HOLE
from venvoy.codemods.source import Source

JOINS = frozenset({"os.path.join", "posixpath.join"})
PATHS = frozenset({f"pathlib.{name}" for name in ("Path", "PosixPath", "PurePath", "PurePosixPath")})

_LAST = frozenset(name.rpartition(".")[2] for name in JOINS | PATHS)
_STRINGS = (cst.SimpleString, cst.FormattedString)
Literal = cst.SimpleString | cst.FormattedString


@frozen
class Piece:
    """A run of text that stands in the file as it is."""

    start: int
    """First byte of it in the source, in bytes of UTF-8."""
    text: str
    at: int
    """Where it begins in the whole text that it is part of, in characters."""
    quote: str
    """What its literal begins with."""


@frozen(eq=False)
class Text:
    """A text in the source, what is only known at run time being a hole."""

    node: cst.BaseExpression
    """The literal, or the call or division that puts it together."""
    value: str
    pieces: tuple[Piece, ...]

    def locate(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the characters from *start* to *end* stand, in bytes of UTF-8; None unless in one piece."""
        for piece in self.pieces:
            if piece.at <= start and end <= piece.at + len(piece.text):
                first = piece.start + len(piece.text[: start - piece.at].encode())
                return first, first + len(piece.text[start - piece.at : end - piece.at].encode())
        return None

    def across(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the same for characters that fill arguments of a call, one beside the other and quoted alike."""
        inside = [piece for piece in self.pieces if start <= piece.at < end]
        if not isinstance(self.node, cst.Call) or len({piece.quote for piece in inside}) != 1:
            return None
        first, last = inside[0], inside[-1]
        if (first.at, last.at + len(last.text)) != (start, end):
            return None
        return first.start, last.start + len(last.text.encode())


def literals(source: Source) -> Iterator[Text]:
    """Yield each literal that is code and not part of a sum, of which `concatenated` tells.

    A string that stands alone as a statement is a docstring or a comment.
    """
    found: tuple[Literal, ...] = (*source.nodes(cst.SimpleString), *source.nodes(cst.FormattedString))
    for node in found:
        if not _alone(source, node) and not _in_sum(source, node):
            yield _text(source, node)


def _alone(source: Source, node: cst.CSTNode) -> bool:
    above = source.parent(node)
    while isinstance(above, cst.ConcatenatedString):
        above = source.parent(above)
    return isinstance(above, cst.Expr)


def _text(source: Source, node: Literal) -> Text:
    if isinstance(node, cst.SimpleString):
        start = source.place(node)[0] + len(node.prefix) + len(node.quote)
        inside = node.raw_value
        return Text(node, inside, (Piece(start, inside, 0, node.prefix + node.quote),))
    pieces, value = [], ""
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            pieces.append(Piece(source.place(part)[0], part.value, len(value), node.start))
            value += part.value
        else:
            value += HOLE
    return Text(node, value, tuple(pieces))


def joined(source: Source) -> Iterator[Text]:
    """Yield each path that ``os.path.join``, ``Path`` or its ``/`` puts together from more than one part."""
    for node in (*source.nodes(cst.Call), *source.nodes(cst.BinaryOperation)):
        if _within_division(source, node):
            continue
        texts = [None if part is None else _read(source, part) for part in _parts(source, node)]
        if len(texts) > 1 and any(text is not None for text in texts):
            yield _assembled(node, texts)


def concatenated(source: Source) -> Iterator[Text]:
    """Yield each text that literals beside each other, or a ``+`` with literals, put together."""
    for node in (*source.nodes(cst.ConcatenatedString), *source.nodes(cst.BinaryOperation)):
        above = source.parent(node)
        if _is_sum(node) and not (above is not None and _is_sum(above)) and not _alone(source, node):
            text = _read(source, node)
            if text is not None:
                yield text


def _in_sum(source: Source, node: cst.CSTNode) -> bool:
    above = source.parent(node)
    while above is not None and _filled_in(above) is node:
        node, above = above, source.parent(above)
        if isinstance(above, cst.Call) and isinstance(node, cst.Attribute):
            node, above = above, source.parent(above)
    return above is not None and _is_sum(above)


def _filled_in(node: cst.CSTNode) -> cst.BaseExpression | None:
    """Return the text that ``%`` or ``.format`` fills in; None for anything else."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Modulo):
        return node.left
    if isinstance(node, cst.Attribute) and node.attr.value == "format":
        return node.value
    return None


def _is_sum(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.BinaryOperation):
        return isinstance(node.operator, cst.Add)
    return isinstance(node, cst.ConcatenatedString)


def _read(source: Source, node: cst.BaseExpression) -> Text | None:
    """Return the text of a literal or of a sum of them; None when there is no literal in it."""
    if isinstance(node, _STRINGS):
        return _text(source, node)
    texts = [None if part is None else _text(source, part) for part in _summands(node)]
    return _run(node, texts) if any(text is not None for text in texts) else None


def _summands(node: cst.BaseExpression) -> Iterator[Literal | None]:
    """Yield the literals of a sum from left to right, None for anything else."""
    todo: list[cst.BaseExpression] = [node]
    while todo:
        at = todo.pop()
        if isinstance(at, (cst.ConcatenatedString, cst.BinaryOperation)) and _is_sum(at):
            todo += (at.right, at.left)
        else:
            inner = _filled_in(at.func if isinstance(at, cst.Call) else at)
            literal = at if inner is None else inner
            yield literal if isinstance(literal, _STRINGS) else None


def _run(node: cst.BaseExpression, texts: list[Text | None]) -> Text:
    value = ""
    pieces: list[Piece] = []
    for text in texts:
        pieces += (evolve(piece, at=piece.at + len(value)) for piece in (text.pieces if text is not None else ()))
        value += text.value if text is not None else HOLE
    return Text(node, value, tuple(pieces))


def _within_division(source: Source, node: cst.CSTNode) -> bool:
    above = source.parent(node)
    return isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.Divide) and above.left is node


def _parts(source: Source, node: cst.BaseExpression) -> Iterator[cst.BaseExpression | None]:
    """Yield the parts of a path, None for one that stands for several; nothing for what is no path."""
    if isinstance(node, cst.Call):
        # To work out the names of a file takes longest of all: only where a literal is among the arguments.
        literal = any(isinstance(argument.value, _STRINGS) for argument in node.args)
        if literal and source.ends(node.func, _LAST) and source.name(node.func) in JOINS | PATHS:
            yield from (argument.value if not argument.star else None for argument in node.args)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Divide):
        left = list(_parts(source, node.left))
        if left:
            yield from left
            yield node.right


def _assembled(node: cst.BaseExpression, texts: list[Text | None]) -> Text:
    value = ""
    pieces: list[Piece] = []
    for text in (Text(node, HOLE, ()) if text is None else text for text in texts):
        if text.value.startswith("/"):
            value, pieces = "", []
        if value and not value.endswith("/"):
            value += "/"
        pieces += (evolve(piece, at=piece.at + len(value)) for piece in text.pieces)
        value += text.value
    return Text(node, value, tuple(pieces))


def constant(node: cst.BaseExpression | None) -> str | None:
    """Return the value of a literal of text; None for anything else."""
    if not isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return None
    value = node.evaluated_value
    return value if isinstance(value, str) else None

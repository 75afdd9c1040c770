"""Both images drawn: their layers, and where Python looks in each."""

from __future__ import annotations

from itertools import zip_longest

from rich.cells import cell_len

from venvoy.model.comparison import Comparison
from venvoy.model.image import Image, Layer, NotProbed, SearchPath
from venvoy.reports.figures import size
from venvoy.reports.shadows import shadow_sentences
from venvoy.tui.line_view import Run
from venvoy.tui.prose import wrapped
from venvoy.tui.result_list import bar
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines

_BLOCKS = ("█", "▓", "▒")
"""What layers are drawn with, in turns, so that neighbours can be told apart without a colour."""
_ROWS_OF_A_LAYER = 2
_NARROWEST_LADDER = 42
"""Cells in which the usual path of an environment is one line."""


def pictures(comparison: Comparison, width: int) -> Lines:
    """Return layers, search paths, and how it was compared, within *width* cells."""
    lines: Lines = [[("Layers", "heading")], *_layers(comparison, width), []]
    lines += [[("Where Python looks", "heading")], *_ladders(comparison, width), []]
    return [*lines, [("How it was compared", "heading")], *_how(comparison, width)]


def _layers(comparison: Comparison, width: int) -> Lines:
    sides = (("before", comparison.before), ("after", comparison.after))
    largest = max(image.size for _, image in sides) or 1
    shared = _shared(comparison.before.layers, comparison.after.layers)
    room = max(8, width - 22)
    lines: Lines = []
    for name, image in sides:
        parts = [sum(layer.size for layer in image.layers[:shared]), *(layer.size for layer in image.layers[shared:])]
        lines.append([(f"  {name:8}", "bold"), (f"{size(image.size):>9} ", ""), *_stack(parts, largest, room)])
    base = sum(layer.size for layer in comparison.after.layers[:shared])
    if shared:
        count = "1 layer" if shared == 1 else f"{shared} layers"
        lines += wrapped(
            [(f"{count} that both begin with, {size(base)} together", "faint")], width, [("  ░ ", "faint")]
        )
    for name, image in sides:
        lines += [[], [(f"  {name}", "bold"), (f"  {len(image.layers)} layers", "faint")]]
        for number, layer in enumerate(image.layers[shared:]):
            lines += _layer(layer, _BLOCKS[number % len(_BLOCKS)], largest, width)
    return lines


def _shared(before: tuple[Layer, ...], after: tuple[Layer, ...]) -> int:
    """Return how many layers both begin with."""
    same = (old == new for old, new in zip(before, after, strict=False))
    return next((at for at, one in enumerate(same) if not one), min(len(before), len(after)))


def _stack(parts: list[int], largest: int, room: int) -> list[Run]:
    """Return one bar, made of a piece for each of *parts*; its length is the share of all of them in *largest*."""
    runs: list[Run] = []
    done = total = 0
    for number, part in enumerate(parts):
        total += part
        cells = round(total / largest * room) - done
        if cells > 0:
            block = "░" if number == 0 else _BLOCKS[(number - 1) % len(_BLOCKS)]
            runs.append((block * cells, "faint" if number == 0 else "accent"))
            done += cells
    return runs


def _layer(layer: Layer, block: str, largest: int, width: int) -> Lines:
    lead: list[Run] = [
        (f"  {block} ", "accent"),
        (f"{size(layer.size):>10}  ", ""),
        (f"{bar(layer.size / largest, 12):12} ", "accent"),
    ]
    indent = [(" " * 29, "")]
    text = " ".join(shown(layer.made_by or "(imported)").split())
    lines = wrapped([(text, "code")], width, lead, indent)
    if len(lines) > _ROWS_OF_A_LAYER:
        lines = [*lines[:_ROWS_OF_A_LAYER], [*indent, ("…", "faint")]]
    return lines


def _ladders(comparison: Comparison, width: int) -> Lines:
    half = (width - 3) // 2
    beside = half >= _NARROWEST_LADDER
    sides = (("before", comparison.before), ("after", comparison.after))
    before, after = (_ladder(name, image, half if beside else width) for name, image in sides)
    if not beside:
        return [*before, [], *after]
    empty: list[Run] = []
    rows = zip_longest(before, after, fillvalue=empty)
    return [[*one, (" " * (half - _cells(one)), ""), (" │ ", "rule"), *other] for one, other in rows]


def _ladder(name: str, image: Image, width: int) -> Lines:
    asked = image.search_path
    if isinstance(asked, NotProbed):
        return [[(f"  {name}", "bold")], *wrapped([(asked.reason, "needs-you")], width, [("  ", "")], [("  ", "")])]
    lines: Lines = [
        [(f"  {name}", "bold"), (f"  Python {shown(asked.version)}", "")],
        *wrapped([(asked.interpreter, "code")], width, [("  ", "")], [("  ", "")]),
    ]
    for number, entry in enumerate(asked.plain, 1):
        lines += _rung(f"{number}", entry, asked, width)
    for entry in asked.isolated:
        if entry not in asked.plain:
            lines += _rung("+", entry, asked, width)
    for sentence in shadow_sentences(image):
        lines += wrapped([(shown(sentence), "needs-you")], width, [("  ", "")], [("  ", "")])
    return lines


def _rung(number: str, entry: str, asked: SearchPath, width: int) -> Lines:
    place = asked.origin(entry)
    lines = wrapped([(entry or f"({place})", "code")], width, [(f"  {number:>2} ", "accent")], [("     ", "")])
    about: list[Run] = [(place, "faint")] if entry else []
    only = "not with -I" if entry not in asked.isolated else "only with -I" if entry not in asked.plain else ""
    about += [(", " if about else "", "faint"), (only, "needs-you")] if only else []
    if about and _cells(lines[-1]) + 2 + _cells(about) <= width:
        return [*lines[:-1], [*lines[-1], ("  ", ""), *about]]
    return [*lines, *wrapped(about, width, [("     ", "")], [("     ", "")])] if about else lines


def _cells(runs: list[Run]) -> int:
    return sum(cell_len(text) for text, _ in runs)


def _how(comparison: Comparison, width: int) -> Lines:
    engine = comparison.engine
    platform = comparison.after.config.platform
    built = f"Built with {engine.name} {engine.version}, {engine.builder.value}, for {platform}."
    lines: Lines = []
    for sentence in (built, *comparison.notes, *comparison.ignored):
        lines += wrapped([(sentence, "")], width, [("  · ", "faint")], [("    ", "")])
    return lines

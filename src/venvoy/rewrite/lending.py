"""The venv's own python takes the place of one that borrows its packages."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.rewrite.assignments import Pair, pairs
from venvoy.rewrite.sketch import Sketch
from venvoy.trace.python_paths import Lent, lent_packages
from venvoy.trace.view import View

LENT = "pythonpath-packages"
"""The shortcut that is mended here."""


def use_the_venv(sketch: Sketch, view: View, findings: tuple[Finding, ...]) -> None:
    """Let PATH name the venv's bin where PYTHONPATH named its packages."""
    done: set[int] = set()
    for lent in lent_packages(view):
        finding = next((f for f in findings if f.shortcut == LENT and f.lines == lent.instruction.lines), None)
        if finding is None or lent.venv is None or lent.instruction.span.start in done:
            continue
        done.add(lent.instruction.span.start)
        cause = Cause(finding.id, "The venv's own python finds these packages, and its scripts are on PATH.")
        _mend(sketch, lent, cause)


def _mend(sketch: Sketch, lent: Lent, cause: Cause) -> None:
    given = pairs(lent.instruction)
    python = next(pair for pair in given if pair.name == "PYTHONPATH")
    path = next((pair for pair in given if pair.name == "PATH"), None)
    new = f"{lent.venv.root.text if lent.venv is not None else ''}/bin"
    quote = python.value[:1] if python.value[:1] in {'"', "'"} else ""
    left = [e for e in python.value.strip("\"'").split(":") if e and e != lent.entry]
    left = [e for e in left if e not in {"$PYTHONPATH", "${PYTHONPATH}"}] and left
    if path is None:
        _put_path(sketch, lent, python, left, f"{new}:$PATH", quote, cause)
        return
    around = path.value[:1] if path.value[:1] in {'"', "'"} else ""
    others = [entry for entry in path.value.strip("\"'").split(":") if entry != new]
    sketch.replace(path.value_span, f"{around}{':'.join((new, *others))}{around}", cause)
    if left:
        sketch.replace(python.value_span, f"{quote}{':'.join(left)}{quote}", cause)
    elif python is given[0]:
        sketch.replace(Span(python.span.start, given[1].span.start), b"", cause)
    else:
        sketch.remove_word(python.span, cause)


def _put_path(sketch: Sketch, lent: Lent, python: Pair, left: list[str], value: str, quote: str, cause: Cause) -> None:
    """Write PATH where PYTHONPATH was, or in front of what is left of it."""
    if not left:
        name = Span(python.span.start, python.span.start + len("PYTHONPATH"))
        sketch.replace(name, "PATH", cause)
        sketch.replace(python.value_span, f"{quote}{value}{quote}", cause)
        return
    sketch.insert(lent.instruction.span.start, (f"ENV PATH={value}",), lent.instruction, cause)
    sketch.replace(python.value_span, f"{quote}{':'.join(left)}{quote}", cause)

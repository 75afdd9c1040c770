"""Figures that need no clock: sizes and numbers, as the engine and the files tell them."""

from __future__ import annotations

from collections.abc import Callable

from venvoy.images.comparing.requirements import broken
from venvoy.model.comparison import Measure
from venvoy.model.image import Image, SearchPath

_BARE = (
    "Bytes in virtual environments that no package other than pip, setuptools and wheel recorded: "
    "what an environment costs over the bare packages."
)
_CHECK = (
    "Requirements that the distributions on sys.path do not fulfil, and wheels that are built for another Python: "
    "what pip check tells, read from metadata without running it."
)
_COUNTS: tuple[tuple[str, str, Callable[[Image], float | None], str], ...] = (
    (
        "image size",
        "bytes",
        lambda image: image.size,
        "As the engine counts it (docker image inspect), the layers of the base image included.",
    ),
    ("layers", "layers", lambda image: len(image.layers), "Entries of the image's history that have a size."),
    ("files", "files", lambda image: len(image.contents.files), "Paths in the file system, directories included."),
    (
        "environment overhead",
        "bytes",
        lambda image: sum(venv.size - venv.packages for venv in image.contents.venvs),
        _BARE,
    ),
    (
        "copies of pip",
        "copies",
        lambda image: sum(one.name == "pip" for one in image.contents.distributions),
        "Distributions called pip, wherever they are.",
    ),
    (
        "pip check complaints",
        "complaints",
        lambda image: len(broken(image)),
        _CHECK,
    ),
    ("compilers", "programs", lambda image: len(image.contents.compilers), "Programs of gcc, clang and make."),
    (
        "sys.path entries",
        "entries",
        lambda image: len(image.search_path.plain) if isinstance(image.search_path, SearchPath) else None,
        "What the interpreter that a container starts with prints, started with -c.",
    ),
)


def counted(before: Image, after: Image) -> tuple[Measure, ...]:
    """Return every figure that both images have."""
    found = []
    for name, unit, count, how in _COUNTS:
        old, new = count(before), count(after)
        if old is not None and new is not None:
            found.append(Measure(name, unit, old, new, how))
    return tuple(found)

"""Distributions: the same names in the same versions, wherever they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from venvoy.images.comparing.requirements import needed_by
from venvoy.model.comparison import Difference, Expectations, Judgement, Subject
from venvoy.model.image import SEEDS, Distribution, Image, SearchPath

TOOLS = SEEDS | {"pdm", "pip-tools", "pipenv", "pipx", "poetry", "uv", "virtualenv"}
"""Distributions that install others: no application."""

Found = Mapping[str, tuple[Distribution, ...]]


def package_differences(before: Image, after: Image, expected: Expectations) -> Iterator[Difference]:
    """Yield what differs between the distributions of the two, those that only moved in one line for each way."""
    old, new = _by_name(before), _by_name(after)
    left = _left_with_tools(before, old, new)
    moves: Counter[tuple[str, str]] = Counter()
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield _gone(name, old[name], left, expected)
        elif name not in old:
            yield _come(name, new[name], expected)
        elif name not in SEEDS and _seen(before, old[name]) is True and _seen(after, new[name]) is False:
            yield _unseen(name, old[name], new[name])
        elif (was := _visible(before, old[name])).version != (becomes := _visible(after, new[name])).version:
            yield _other_version(name, was, becomes, expected)
        elif was.site != becomes.site and name not in SEEDS:
            moves[was.site, becomes.site] += 1
    for (was_at, at), count in sorted(moves.items()):
        yield _moved(was_at, at, count, expected)


def _by_name(image: Image) -> Found:
    found: dict[str, list[Distribution]] = defaultdict(list)
    for one in image.contents.distributions:
        found[one.name].append(one)
    return {name: tuple(all_of) for name, all_of in found.items()}


def _visible(image: Image, copies: Collection[Distribution]) -> Distribution:
    """Return the one of *copies* that the image's interpreter would import; the first when none is."""
    looked = image.search_path.plain if isinstance(image.search_path, SearchPath) else ()
    order = {place: number for number, place in enumerate(looked)}
    return min(copies, key=lambda one: (order.get(one.site, len(order)), one.site))


def _seen(image: Image, copies: Collection[Distribution]) -> bool | None:
    """Return whether the image's interpreter looks where one of *copies* is; None when it could not be asked."""
    asked = image.search_path
    return any(one.site in asked.plain for one in copies) if isinstance(asked, SearchPath) else None


def _unseen(name: str, old: Collection[Distribution], new: Collection[Distribution]) -> Difference:
    why = "It is there, and the interpreter that starts does not look there any more."
    return Difference(Subject.PACKAGE, name, _told(old), _told(new), Judgement.SURPRISE, why)


def _left_with_tools(before: Image, old: Found, new: Found) -> frozenset[str]:
    """Return the names that only came to *before* because a tool that installs needs them, as far as metadata tells."""
    theirs = needed_by(TOOLS & old.keys(), before)
    asked = {name for name, copies in old.items() if any(one.requested for one in copies) and name not in TOOLS}
    foreign = {n for n, copies in old.items() if any(one.installer.lower().startswith("poetry") for one in copies)}
    return (theirs | (TOOLS & old.keys())) - asked - foreign - new.keys()


def _gone(name: str, copies: Collection[Distribution], left: Collection[str], expected: Expectations) -> Difference:
    was = _told(copies)
    if name in SEEDS:
        return Difference(Subject.PACKAGE, name, was, None, Judgement.EXPECTED, "It installs, and is no application.")
    if name in left and expected.staged:
        why = "It is a tool that installs, or came with one, and stays in the build stage."
        return Difference(Subject.PACKAGE, name, was, None, Judgement.EXPECTED, why)
    return Difference(Subject.PACKAGE, name, was, None, Judgement.SURPRISE, "The rewrite does not bring it.")


def _come(name: str, copies: Collection[Distribution], expected: Expectations) -> Difference:
    if name in SEEDS and all(_inside(one.site, expected) for one in copies):
        why = "It comes with the environment."
        return Difference(Subject.PACKAGE, name, None, _told(copies), Judgement.EXPECTED, why)
    if name == expected.project and all(_inside(one.site, expected) for one in copies):
        why = "It is the application, which you chose to install."
        return Difference(Subject.PACKAGE, name, None, _told(copies), Judgement.EXPECTED, why)
    why = "It was not in the original."
    return Difference(Subject.PACKAGE, name, None, _told(copies), Judgement.SURPRISE, why)


def _other_version(name: str, was: Distribution, becomes: Distribution, expected: Expectations) -> Difference:
    seed = name in SEEDS and _inside(becomes.site, expected)
    why = "It comes with the environment, and installs." if seed else "The application would run with another version."
    judgement = Judgement.EXPECTED if seed else Judgement.SURPRISE
    return Difference(Subject.PACKAGE, name, _told((was,)), _told((becomes,)), judgement, why)


def _moved(was: str, becomes: str, count: int, expected: Expectations) -> Difference:
    name = "1 package" if count == 1 else f"{count} packages"
    if _inside(becomes, expected):
        return Difference(Subject.PACKAGE, name, was, becomes, Judgement.EXPECTED, "They moved to the environment.")
    return Difference(Subject.PACKAGE, name, was, becomes, Judgement.SURPRISE, "They moved, and not to an environment.")


def _inside(site: str, expected: Expectations) -> bool:
    return any(site.startswith(f"{venv}/") for venv in expected.venvs)


def _told(copies: Collection[Distribution]) -> str:
    return ", ".join(f"{one.version} in {one.site}" for one in copies)

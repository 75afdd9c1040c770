"""A compose file means the same after its edits, as data, but for what the places say."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from hypothesis import given as given_that
from hypothesis import settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from companions.given import LIBRARY, applied, image
from venvoy.companions.compose import compose_companions

OLD_PACKAGES = f"/usr/local/{LIBRARY}"
COMMANDS = (
    "command: /usr/local/bin/gunicorn shop.wsgi",
    'command: "/usr/local/bin/python -m shop"  # start',
    "command: ['/usr/local/bin/celery', -A, shop]",
    "command: flask run",
    "command: >-\n  /usr/local/bin/flask\n  run",
    "entrypoint: |\n  sh -c '/usr/local/bin/flask run'",
)
VOLUMES = (
    "volumes:\n  - .:/app",
    "volumes:\n  - .:/opt # all of it\n  - data:/data",
    "volumes:\n- type: bind\n  source: .\n  target: /opt",
    "volumes: ['.:/opt']",
    f"volumes:\n  - ./lib:{OLD_PACKAGES}/lib",
)
VARIABLES = (
    f"environment:\n  PYTHONPATH: /app:{OLD_PACKAGES}\n  A: b",
    f"environment:\n  - PYTHONPATH={OLD_PACKAGES}\n  - A=b",
    "environment:\n  PATH: '/usr/local/bin:/bin' # what cron had\n  A: 'é'",
    "environment: {A: b, TOOL: /usr/local/bin/flask}",
)
OTHERS = ("healthcheck: {test: [CMD, /usr/local/bin/python, -c, '1']}", "ports: ['80:80']", "# nothing")


def indented(text: str, by: int) -> str:
    """Return the lines of *text*, set in."""
    return "".join(f"{' ' * by}{line}\n" for line in text.split("\n"))


@st.composite
def compose_files(draw: st.DrawFn) -> str:
    """Return a compose file of a few services, some of which build the image and some share a template."""
    bodies = st.tuples(st.sampled_from(COMMANDS), st.sampled_from(VOLUMES), st.sampled_from(VARIABLES))
    template = [draw(st.sampled_from(VOLUMES)), draw(st.sampled_from(VARIABLES))]
    text = "# all services\nx-app: &app\n" + "".join(indented(part, 2) for part in template) + "services:\n"
    for at in range(draw(st.integers(1, 4))):
        text += f"  s{at}:\n    " + draw(
            st.sampled_from(["build: .\n", "image: other\n", "image: shop\n    build: .\n"])
        )
        if draw(st.booleans()):
            text += "    <<: *app\n"
        parts = [part for part in draw(bodies) if draw(st.booleans())]
        text += "".join(indented(part, 4) for part in (*parts, draw(st.sampled_from(OTHERS))))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def meaning(content: bytes) -> Any:
    """Return a file as data, merges resolved."""
    return YAML(typ="safe", pure=True).load(content)


def differences(before: Any, after: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the values that are not the same, and entries that only one of the two has."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from differences(before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        matcher = difflib.SequenceMatcher(None, [repr(one) for one in before], [repr(one) for one in after])
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "replace" and b - a == d - c:
                for one, other in zip(before[a:b], after[c:d], strict=True):
                    yield from differences(one, other)
            elif tag != "equal":
                yield before[a:b], after[c:d]
    elif before != after:
        yield before, after


def explained(before: Any, after: Any) -> bool:
    """Return True for a difference that the places speak of."""
    if isinstance(before, list) and isinstance(after, list):
        return (before, after) == ([], ["/opt/venv"]) or (before, after) == ([f"PYTHONPATH={OLD_PACKAGES}"], [])
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    moved = before.replace("/usr/local/bin/", "/opt/venv/bin/").replace(OLD_PACKAGES, f"/opt/venv/{LIBRARY}")
    return after in {moved, before.replace(f":{OLD_PACKAGES}", ""), f"/opt/venv/bin:{before}"}


@settings(max_examples=150)
@given_that(text=compose_files())
def test_nothing_but_the_places_changes(text: str) -> None:
    """Values without a place are equal, comments and line ends stay, and a second look finds nothing to edit."""
    content = text.encode()
    found = compose_companions({"compose.yaml": content}, image())
    places = [place for one in found for place in one.places]
    after = applied(content, places)

    assert [] == [pair for pair in differences(meaning(content), meaning(after)) if not explained(*pair)]
    assert text.count("#") == after.decode().count("#")
    assert text.count("\r") - text.count("\n") == after.decode().count("\r") - after.decode().count("\n") or (
        "\r" not in text and b"\r" not in after
    )
    again = compose_companions({"compose.yaml": after}, image())
    assert () == tuple(edit for one in again for place in one.places for edit in place.edits)


@settings(max_examples=300)
@given_that(
    content=st.binary(max_size=300)
    | st.text(alphabet="services:\n -[]{}&*!|>'\"%@`a/.$<#\t", max_size=200).map(str.encode)
)
def test_any_bytes_are_read_or_noted(content: bytes) -> None:
    """Whatever the file, the answer is a value."""
    for one in compose_companions({"compose.yaml": b"services:\n" + content}, image()):
        assert one.places or one.notes

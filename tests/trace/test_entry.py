"""What the words of CMD and ENTRYPOINT start."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.trace.entry import Entry, entry_of

SCRIPTS = {"shop": "shop.web:main"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("python app.py", Entry("python", True, script="/srv/app.py", folder="/srv")),
        ("python3.12 -u /app/run.py --fast", Entry("python3.12", True, script="/app/run.py", folder="/app")),
        ("python -m shop.web", Entry("python", True, module="shop.web", folder="/srv")),
        ("python -um shop", Entry("python", True, module="shop", folder="/srv")),
        ("python -W ignore -X dev -mshop", Entry("python", True, module="shop", folder="/srv")),
        ("python -I app.py", Entry("python", True, isolated=True, script="/srv/app.py", folder="/srv")),
        ("python -Bc 'import shop'", Entry("python", True, code="import shop", folder="/srv")),
        (
            "python -m gunicorn shop.wsgi:app",
            Entry("python", True, module="gunicorn", named=("shop.wsgi",), folder="/srv", added="/srv"),
        ),
        ("gunicorn --chdir=src shop:app", Entry("gunicorn", False, named=("src", "shop"), added="/srv/src")),
        ("uvicorn --app-dir /app a.b:c", Entry("uvicorn", False, named=("a.b",), added="/app")),
        ("flask --app shop.py run", Entry("flask", False, named=("shop", "run", "wsgi", "app"), added="/srv")),
        ("celery -Ashop worker", Entry("celery", False, named=("shop", "worker"))),
        ("tini -- uv run shop", Entry("shop", False, module="shop.web")),
        ("/usr/bin/dumb-init python app.py", Entry("python", True, script="/srv/app.py", folder="/srv")),
        ("./start.sh", Entry("start.sh", False)),
        ("python", None),
        ("python -", None),
        ("python --help", None),
        ("python -m", None),
        ("", None),
    ],
)
def test_what_starts(words: str, expected: Entry | None) -> None:
    """A module, a script, or a program that imports for it."""
    assert expected == entry_of(shlex.split(words), "/srv", SCRIPTS, shell=False)


def test_a_shell_decides_for_itself() -> None:
    """Only plain words are understood when a shell reads them."""
    assert Entry("python", True, script="/srv/app.py", folder="/srv") == entry_of(
        ("exec", "python", "app.py"), "/srv", {}, shell=True
    )
    assert entry_of(("python", "$APP"), "/srv", {}, shell=True) is None


@given(st.lists(st.text(max_size=6) | st.sampled_from(["python", "-m", "-I", "-c", "--", "-", "gunicorn"]), max_size=6))
def test_any_words(words: list[str]) -> None:
    """Whatever they are, it ends, and what is found is among them."""
    entry = entry_of(words, "/srv", SCRIPTS, shell=False)

    assert entry is None or entry.program in {word.rpartition("/")[2] for word in words}

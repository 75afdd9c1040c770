"""Which files of the build context an image is given."""

from __future__ import annotations

import pytest

from migrating import lying_in
from venvoy.model.repository import Repository
from venvoy.trace.received import received


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        pytest.param("COPY . .", {"manage.py", "shop/views.py", "bin/start.sh"}, id="everything"),
        pytest.param(
            "COPY ./ /app/", {"manage.py", "shop/views.py", "bin/start.sh"}, id="everything, written otherwise"
        ),
        pytest.param("COPY shop /app/shop", {"shop/views.py"}, id="a directory"),
        pytest.param("COPY --chown=1:1 shop/*.py manage.py /app/", {"shop/views.py", "manage.py"}, id="a glob"),
        pytest.param('COPY ["bin/start.sh", "/"]', {"bin/start.sh"}, id="JSON"),
        pytest.param("ARG WHAT=shop\nCOPY $WHAT /app", {"shop/views.py"}, id="a variable with a default"),
        pytest.param("ARG WHAT\nCOPY $WHAT /app", set(), id="a variable without one"),
        pytest.param("COPY --from=x . .", set(), id="another stage"),
        pytest.param("COPY sho /app", set(), id="half a name"),
        pytest.param("RUN cp -r . /app", set(), id="no COPY"),
    ],
)
def test_what_copies_take(copies: str, expected: set[str]) -> None:
    """By the sources of the COPYs; what lies in a directory that is copied comes along."""
    analysis = lying_in(Repository(root="/src"), f"FROM python:3.12\n{copies}\n")
    files = ("manage.py", "shop/views.py", "bin/start.sh")

    assert expected == set(received(analysis, files))


def test_what_the_ignore_file_keeps_out() -> None:
    """A pattern of .dockerignore wins over a COPY."""
    analysis = lying_in(Repository(root="/src", dockerignore=("tests", "!tests/keep.py")), "FROM a\nCOPY . .\n")

    assert ("tests/keep.py", "app.py") == received(analysis, ("tests/x.py", "tests/keep.py", "app.py"))

"""What starts in a container, and where its Python looks."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import Launch, SiteKind

BASE = "FROM python:3.12-slim\n"
VENV = f"{BASE}RUN python -m venv /v\n"


def launch(text: str) -> Launch:
    """Return the launch of the last stage."""
    return analysed(text).trace.stages[-1].launch


@pytest.mark.parametrize(
    ("lines", "program"),
    [
        ('CMD ["python", "a.py"]', ("python", "a.py")),
        ("CMD python a.py", ("python", "a.py")),
        ('ENTRYPOINT ["python"]\nCMD ["a.py"]', ("python", "a.py")),
        ('CMD ["a.py"]\nENTRYPOINT ["python"]', ("python", "a.py")),
        ('CMD ["a"]\nCMD ["b"]', ("b",)),
        ('ENTRYPOINT ["a"]\nENTRYPOINT ["b"]', ("b",)),
        ("RUN true", ()),
    ],
)
def test_entrypoint_and_cmd_are_joined(lines: str, program: tuple[str, ...]) -> None:
    """The last of each counts, in whatever order a stage has them."""
    assert program == launch(f"{BASE}{lines}\n").program


@pytest.mark.parametrize(
    ("lines", "program"),
    [
        ("", ("python", "a.py")),
        ('CMD ["b.py"]', ("python", "b.py")),
        ('ENTRYPOINT ["serve"]', ("serve",)),
        ('ENTRYPOINT ["serve"]\nCMD ["c"]', ("serve", "c")),
    ],
)
def test_a_stage_inherits_what_starts(lines: str, program: tuple[str, ...]) -> None:
    """An ENTRYPOINT of a stage resets the CMD that it inherited."""
    parent = 'FROM python:3.12 AS a\nENTRYPOINT ["python"]\nCMD ["a.py"]\nFROM a\n'

    assert program == launch(f"{parent}{lines}\n").program


@pytest.mark.parametrize(
    ("text", "python", "kind"),
    [
        (f"{BASE}CMD python a.py\n", "/usr/local/bin/python", SiteKind.SYSTEM),
        (f"{VENV}CMD python a.py\n", "/usr/local/bin/python", SiteKind.SYSTEM),
        (f"{VENV}ENV PATH=/v/bin:$PATH\nCMD python a.py\n", "/v/bin/python", SiteKind.VENV),
        (f"{VENV}ENV PATH=$PATH:/v/bin\nCMD python a.py\n", "/usr/local/bin/python", SiteKind.SYSTEM),
        (f"{VENV}ENV PATH=/usr/local/bin:/v/bin:$PATH\nCMD python a.py\n", "/usr/local/bin/python", SiteKind.SYSTEM),
        (f'{VENV}CMD ["/v/bin/python", "a.py"]\n', "/v/bin/python", SiteKind.VENV),
        (f'{VENV}CMD ["/v/bin/gunicorn", "app"]\n', "/v/bin/python", SiteKind.VENV),
        (f'{VENV}ENV PATH=/v/bin:$PATH\nCMD ["/usr/local/bin/python"]\n', "/usr/local/bin/python", SiteKind.SYSTEM),
        (f"{VENV}WORKDIR /v\nENV PATH=bin:$PATH\nCMD python a.py\n", "/v/bin/python", SiteKind.VENV),
    ],
)
def test_path_and_program_choose_the_interpreter(text: str, python: str, kind: SiteKind) -> None:
    """The first bin on PATH that has a python, or the path of the program itself."""
    found = launch(text)

    assert (python, kind) == (found.python, found.python_site.kind if found.python_site else None)


def origins(text: str) -> list[tuple[str, str]]:
    """Return path and origin of each entry of the predicted sys.path."""
    return [(entry.path, entry.origin) for entry in launch(text).sys_path]


def test_sys_path_of_the_system() -> None:
    """Directory of the script, standard library, site-packages."""
    assert [
        ("/srv", "working directory"),
        ("/usr/local/lib/python3.12", "standard library"),
        ("/usr/local/lib/python3.12/site-packages", "system site"),
    ] == origins(f"{BASE}WORKDIR /srv\nCMD python a.py\n")


def test_sys_path_with_a_user_site() -> None:
    """A user site stands before the system site, and holds only for its HOME."""
    found = launch(f"{BASE}RUN pip install --user flask\nCMD python a.py\n").sys_path

    assert [("/root/.local/lib/python3.12/site-packages", "if it exists and HOME is /root")] == [
        (entry.path, entry.condition) for entry in found if entry.origin == "user site"
    ]


def test_sys_path_with_a_user_base() -> None:
    """PYTHONUSERBASE names the user site unless Python is told not to look."""
    entries = origins(f"{BASE}ENV PYTHONUSERBASE=/app\nRUN pip install --user flask\nCMD python a.py\n")

    assert ("/app/lib/python3.12/site-packages", "user site") in entries


def test_sys_path_with_pythonpath() -> None:
    """PYTHONPATH stands before everything but the script's directory."""
    entries = origins(f"{BASE}ENV PYTHONPATH=/a:/b\nCMD python a.py\n")

    assert [("/a", "PYTHONPATH"), ("/b", "PYTHONPATH")] == entries[1:3]


def test_sys_path_of_a_venv() -> None:
    """A venv has the standard library and its own packages, and no other site."""
    assert ["working directory", "standard library", "virtual environment"] == [
        origin for _, origin in origins(f"{VENV}ENV PATH=/v/bin:$PATH\nCMD python a.py\n")
    ]


@pytest.mark.parametrize(
    ("text", "importable"),
    [
        (f"{BASE}RUN pip install flask\nCMD python a.py\n", True),
        (f"{VENV}RUN /v/bin/pip install flask\nENV PATH=/v/bin:$PATH\nCMD python a.py\n", True),
        (f"{VENV}RUN /v/bin/pip install flask\nCMD python a.py\n", False),
        (f"{BASE}RUN pip install -t /deps flask\nCMD python a.py\n", False),
        (f"{BASE}RUN pip install -t /deps flask\nENV PYTHONPATH=/deps\nCMD python a.py\n", True),
    ],
)
def test_whether_the_interpreter_finds_a_site(text: str, importable: bool) -> None:
    """A site that python does not look at says why not."""
    (present,) = analysed(text).trace.stages[-1].present

    assert (importable, importable) == (present.importable, present.why_not is None)

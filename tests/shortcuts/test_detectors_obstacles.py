"""What stands in the way of a true rewrite: each obstacle, said once, as firmly as it is."""

from __future__ import annotations

import pytest

from migrating import analysed, findings
from venvoy.model.finding import FileVerdict, Remedy, Verdict

APT = "FROM debian:12\nRUN apt-get install -y"
BASE = "FROM python:3.12\n"
LIB = "/usr/local/lib/python3.12/site-packages"
BUILD = "FROM python:3.12 AS b\nRUN pip install flask\n"
LAST = "FROM python:3.12-slim\n"
COPY = f"COPY --from=b {LIB} {LIB}\n"

ASK = (Verdict.ASK, Remedy.NONE)
LOOK = (Verdict.ASK, Remedy.REVIEW)
KEEP = (Verdict.KEEP, Remedy.NONE)


@pytest.mark.parametrize(
    ("text", "stands", "reason"),
    [
        ("FROM debian:12\nRUN pip3 install flask\n", ASK, "where debian:12 has its Python from"),
        ("FROM own.example/x\nRUN ls\nRUN apt install python3\nRUN pip3 install x\n", LOOK, "own.example/x"),
        ("FROM own.example/x AS a\nRUN dnf install -y python3\nFROM a\nRUN pip3 install b\n", LOOK, "own.example/x"),
        (f"{APT} python3-pip python3-gi\nRUN pip3 install x\n", LOOK, "python3-gi of apt"),
        (f"{APT} python3-pip python3-gi python3-yaml\nRUN pip3 install x\n", LOOK, "python3-gi and 1 more of apt"),
        (f"{APT} python3-pip gunicorn\nRUN pip3 install x\n", LOOK, "gunicorn of apt would not see"),
        (f"{APT} python3-pip uwsgi-plugin-python3\nRUN pip3 install x\n", ASK, "holds an interpreter of its own"),
        (f"{APT} python3-pip postgresql-plpython3-15\nRUN pip3 install x\n", ASK, "holds an interpreter of its own"),
        (f"{APT} python3-pip\nRUN pip3.9 install x\n", ASK, "which package brings the interpreter of pip3.9"),
        (f"{APT} python3-pip python3.13\nRUN pip3 install x\nRUN pip3.13 install y\n", ASK, "one interpreter"),
        (f"{APT} python3-pip\nRUN pip3 install x\nCMD python3.13 a.py\n", ASK, "starts python3.13"),
        (f'{APT} python3-pip\nRUN pip3 install x\nCMD ["/app/run.py"]\n', LOOK, "the first line of /app/run.py"),
        (f"{APT} python3-pip\nRUN pip3 install x\nENV PY=/usr/bin/python3\n", LOOK, "not the venv's"),
        (f"{APT} python3-pip\nRUN pip3 install x && echo /usr/bin/python3 > /job\n", LOOK, "not the venv's"),
        (f"{BASE}RUN pip install x && echo /usr/local/bin/python > /job\n", LOOK, "not the venv's"),
        (f"{APT} python3-pip\nRUN ln -sf /usr/bin/python3.13 /usr/bin/python3\nRUN pip3 install x\n", ASK, "is called"),
        ("FROM debian:12\nENV P=python3-pip\nRUN apt-get install -y $P\nRUN pip3 install x\n", ASK, "made elsewhere"),
        ("FROM debian:12\nRUN if ls; then apt install python3; fi\nRUN pip3 install x\n", ASK, "only in some cases"),
        ("FROM debian:12\nRUN apt install -y python3-pip && (pip3 install x)\n", ASK, "in the middle of a condition"),
        ("FROM debian:10\nRUN apt install python python3-pip\nRUN pip3 install x\nCMD python a\n", ASK, "Python 2"),
        ("FROM opensuse/leap\nRUN zypper in -y python3-pip\nRUN pip3 install x\n", ASK, "zypper"),
        ("ARG B\nFROM $B\nRUN pip install flask\nCMD flask run\n", LOOK, "cannot be seen from here"),
        (
            f"{BUILD}RUN pip install -e . && pip install --user x\n{LAST}COPY --from=b /root/.local /root/.local\n",
            ASK,
            "this editable install stays in its stage",
        ),
        ('FROM own.example/x:1\nRUN pip install flask\nENTRYPOINT ["flask"]\n', LOOK, "cannot be seen from here"),
        ("FROM registry.example.com/own:1\nRUN pip install flask\n", ASK, "what starts is for the image"),
        (f"{BASE}RUN pip install a\nRUN conda install b\n", ASK, "not followed"),
        (f"{BASE}RUN PYTHONUSERBASE=/box pip install --user a\n", LOOK, "set for this install alone"),
        (f"{BASE}RUN pip install a && PYTHONUSERBASE=/box pip install --user b\nCMD a\n", LOOK, "set for this"),
        (f"{BASE}ENV PYTHONUSERBASE=/one\nRUN PYTHONUSERBASE=/box pip install --user a\n", LOOK, "into /box only"),
        (f"{BASE}RUN pip install a\nRUN pip install --root /r b\n", ASK, "where pip --root=/r installs"),
        (f"{BASE}RUN pip install a\nRUN python -m venv /v && /v/bin/pip install b\n", ASK, "already goes to /v"),
        (f"{BASE}RUN pip install a\nRUN python -m venv /v\n", ASK, "already has a virtual environment at /v"),
        (f"{BASE}RUN pip config set install.user true && pip install a\n", ASK, "configuration file decides"),
        (f"{BASE}ONBUILD RUN pip install a\n", ASK, "ONBUILD acts in the images"),
        (f"{BASE}ENV PYTHONUSERBASE=/app\nCOPY . /app\nRUN pip install --user a\n", ASK, "files of the application"),
        (f"{BASE}ENV PYTHONUSERBASE=/app\nWORKDIR /app\nRUN pip install --user a\n", ASK, "files of the application"),
        (f"{BASE}ARG U\nUSER $U\nRUN pip install --user a\n", ASK, "not known here"),
        (f"{BASE}RUN python setup.py install\n", LOOK, "brings no more since Python 3.12"),
        (f"{BASE}RUN pip install pip-tools\nRUN python setup.py install\n", LOOK, "setup.py needs setuptools"),
        (f"{BASE}RUN easy_install a\nRUN pip install b\n", ASK, "easy_install installs here too"),
        (f"{BASE}ARG UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync\n", ASK, "set by something else than ENV"),
        (f"{BASE}ENV VIRTUAL_ENV=/usr/local\nRUN uv sync --active\n", ASK, "set by something else than ENV"),
        (f"{BASE}RUN UV_PROJECT_ENVIRONMENT=$(python -c 'import sys; print(sys.prefix)') uv sync\n", LOOK, "command"),
        (f"{BASE}ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync\nRUN pip install a\n", ASK, "has no pip"),
        (f"{BASE}USER a\nRUN UV_PROJECT_ENVIRONMENT=/usr/local uv sync\n", ASK, "a could not make an environment"),
        (f"{BASE}RUN pip install a\nUSER app\nRUN pip install b\n", ASK, "app could not write to a venv of root"),
        (f"FROM python:3.11 AS b\nRUN pip install flask\n{LAST}{COPY}", ASK, "3.11"),
        (f"FROM python:3.12-alpine AS b\nRUN pip install flask\n{LAST}{COPY}", ASK, "musl"),
        ("FROM own/image\nRUN pip install --target /more a\nCMD ./run\n", ASK, "those that the image own/image"),
        (f"{BUILD}FROM registry.example.com/own:1\n{COPY}", ASK, "what starts is for the image"),
        (f"{BUILD}FROM registry.example.com/own:1\n{COPY}CMD flask run\n", LOOK, "cannot be seen from here"),
        (f"{BUILD}{LAST}COPY --from=b {LIB}/flask {LIB}/flask\n", ASK, "only some of the packages"),
        (f"{BUILD}{LAST}RUN pip install x\n{COPY}", ASK, "installed in this stage before"),
        (f"{BUILD}{LAST}COPY --from=b /usr/local/bin /usr/local/bin\n", ASK, "only scripts are copied"),
        (f"{BASE}COPY --from=own/image {LIB} {LIB}\n", ASK, "from an image outside of this file"),
        (f"FROM own/image AS own\n{BASE}COPY --from=own {LIB} {LIB}\n", ASK, "from an image outside of this file"),
        (
            f"{BUILD}RUN make install\n{LAST}COPY --from=b /usr/local /usr/local\n",
            LOOK,
            "line 3 may have put more below /usr/local than pip did",
        ),
        (f'{BASE}RUN pip install a\nCMD ["bash", "-lc", "flask"]\n', LOOK, "login shell"),
        (f'{BASE}SHELL ["/bin/bash", "-lc"]\nRUN pip install a\n', ASK, "login shell"),
        (f"{BASE}RUN bash -lc 'pip install a'\n", ASK, "login shell"),
        (f'{BASE}RUN pip install a\nCMD ["su", "-", "app", "-c", "flask"]\n', LOOK, "login shell"),
        (f'{BASE}RUN pip install a\nCMD ["cron", "-f"]\n', LOOK, "PATH of its own"),
        (f"{BASE}RUN pip install a\nRUN ln -s /usr/local/bin/python /usr/bin/py\n", LOOK, "names the interpreter"),
        (f"{BASE}RUN pip install a\nRUN sudo -u app ./setup.sh\n", LOOK, "sudo has a PATH of its own"),
        (f"{BASE}RUN pip install a\nRUN bash -c 'cd /x && doas make'\n", LOOK, "sudo has a PATH of its own"),
    ],
)  # fmt: skip
def test_obstacle(text: str, stands: tuple[Verdict, Remedy], reason: str) -> None:
    """Every finding of the group says how it stands, with one reason of one sentence that names the line."""
    items = findings(analysed(text))

    assert {stands} == {(item.verdict, item.remedy) for item in items}
    reasons = {item.reason for item in items if item.shortcut != "python-mismatch"}
    assert 1 == len(reasons)
    assert reason in min(reasons)
    assert "\n" not in min(reasons)


@pytest.mark.parametrize(
    "text",
    [
        f"{BASE}RUN pip install poetry uv && pip install a\n",
        f"{BASE}RUN pip install a\nRUN pipx install httpie\n",
        f"{BASE}RUN pip install --user a\nRUN ln -s /usr/local/bin/python /usr/bin/py\n",
        f"{BASE}RUN apt-get install -y python3-dev\nRUN pip install a\n",
        f"{BASE}RUN pip install a\nUSER app\nRUN sudo pip install b\n",
        f"{BASE}USER app\nRUN pip install a\nRUN pip install b\n",
        f"{BASE}RUN apt-get install -y sudo curl && usermod -aG sudo app\nRUN pip install a\n",
        f"{BASE}RUN pip install a\nRUN sudo chown app /x && echo 'sudo make' >> /notes\n",
        f'{BASE}ENV RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT=1\nRUN pip install a\nENTRYPOINT ["/opt/apache/beam/boot"]\n',
        f"{BUILD}{LAST}{COPY}COPY --from=b /usr/local/bin /usr/local/bin\n",
        f"{BUILD}RUN rm -rf /tmp/x\n{LAST}COPY --from=b /usr/local /usr/local\n",
        f'{BASE}RUN pip install a\nCMD ["bash", "-c", "flask"]\n',
        f'{BASE}RUN pip install a\nCMD ["/usr/local/bin/gunicorn"]\n',
        f'{BASE}RUN pip install a\nCOPY run.sh /usr/local/bin/run.sh\nCMD ["/usr/local/bin/run.sh"]\n',
        f"{BASE}RUN pip install a\nRUN /usr/local/bin/python manage.py migrate\n",
        "FROM ghcr.io/astral-sh/uv:python3.12-bookworm\nRUN pip install a\n",
        "ARG V=3.12\nFROM python:${V}-slim\nRUN pip install a\n",
        f"{BASE}ENV PYTHONUSERBASE=/box PATH=/box/bin:$PATH\nRUN pip install --user a\n",
        f"{BASE}RUN PYTHONUSERBASE=/box pip install --user a\nENV PYTHONUSERBASE=/box/ PATH=/box/bin:$PATH\n",
    ],
)
def test_no_obstacle(text: str) -> None:
    """What only looks like one stands in nobody's way."""
    assert {(Verdict.MIGRATE, Remedy.SAFE, "")} == {
        (item.verdict, item.remedy, item.reason) for item in findings(analysed(text))
    }


def test_a_worker_with_an_environment_of_its_own_is_left_alone() -> None:
    """Beam's boot program never looks into a venv: the file is to keep, and nothing in it is a finding."""
    review = analysed(f'{BASE}RUN pip install a\nENTRYPOINT ["/opt/apache/beam/boot"]\n').review

    assert ((), FileVerdict.KEEP) == (review.findings, review.verdict)
    assert "Line 3: Beam's worker starts in an environment of its own" in review.reasons[0]


def test_the_firmest_obstacle_is_the_one_that_is_named() -> None:
    """What cannot be done comes before what has to be looked at."""
    text = "ARG B\nFROM $B\nRUN pip install a\nRUN conda install b\n"
    (item,) = findings(analysed(text))

    assert (Remedy.NONE, "Line 4: conda installs here too, and is not followed yet.") == (
        item.remedy,
        item.reason,
    )


def test_one_obstacle_holds_for_the_whole_group() -> None:
    """Stages that move together cannot move when one of them cannot; an unrelated stage can."""
    text = "FROM debian:12 AS a\nRUN pip3 install a\nFROM python:3.12 AS b\nRUN pip install b\n"

    assert [Verdict.ASK, Verdict.MIGRATE] == [item.verdict for item in findings(analysed(text))]

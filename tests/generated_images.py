"""Dockerfiles of Python images that one can make up: the spellings, the shortcuts, and what stands around them."""

from __future__ import annotations

from hypothesis import strategies as st

PIPS = (
    "pip",
    "pip3",
    "pip3.12",
    "python -m pip",
    "python3 -m pip",
    "/usr/local/bin/pip",
    "sudo -H pip",
    "PIP_NO_CACHE_DIR=1 pip",
)
OPTIONS = (
    "",
    " --user",
    " --no-cache-dir",
    " --break-system-packages",
    " --prefix=/install",
    " -t /deps",
    " -q --upgrade",
)
WANTED = (
    "flask==3.0",
    "-r requirements.txt",
    '"uvicorn[standard]>=0.30"',
    ".",
    "-e .",
    "pip setuptools wheel",
    "$EXTRA",
    "'httpx<1' rich",
)
BASES = (
    "python:3.12-slim",
    "python:3.12",
    "python:${PY}-alpine",
    "python:3.11-bookworm",
    "debian:12",
    "ghcr.io/x/y:1",
    "scratch",
)
NAMES = ("base", "build", "Builder", "final", "x-1")
PATHS = (
    "/root/.local",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/lib/python3.12/site-packages",
    "/usr/local/lib/python3*/site-packages",
    "/home/app/.local",
    "/opt/base",
    "/opt/venv",
    "/app",
    "/root",
)
ENVIRONMENT = (
    "PATH=/root/.local/bin:$PATH",
    'PATH="/home/app/.local/bin:${PATH}"',
    "PATH=$PATH:~/.local/bin",
    "PATH /opt/base/bin:$PATH",
    "PYTHONUSERBASE=/opt/base",
    "PYTHONUSERBASE=/opt/base PATH=/opt/base/bin:$PATH A=1",
    "PIP_USER=1",
    "PYTHONPATH=/opt/base/lib/python3.12/site-packages:/app",
    "PATH=${PYTHONUSERBASE:-/root/.local}/bin${EXTRA:+:$EXTRA}:$PATH",
    "PIP_REQUIRE_VIRTUALENV=1",
    "HOME=/home/app",
    "PATH=/usr/bin",
)
OTHERS = (
    "USER app",
    "USER 1000:1000",
    "USER root",
    "WORKDIR /app",
    "WORKDIR src",
    "ARG EXTRA",
    "ARG EXTRA=a b=c",
    "EXPOSE 8000",
    "VOLUME /data",
    "LABEL a=b \\\n      c=d",
    "STOPSIGNAL SIGINT",
    "HEALTHCHECK CMD python -c 'import flask'",
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
    "ONBUILD COPY . /x",
    "ONBUILD RUN pip install flask",
    "COPY requirements.txt .",
    "COPY . .",
    'COPY ["a b.txt", "/app/"]',
    "COPY --chown=app:app requirements.txt pyproject.toml ./",
    "ADD https://example.com/x.tgz /x",
    "RUN useradd -m -u 1000 app",
    "RUN apt-get update && apt-get install -y gcc libpq-dev curl \\\n    # compiler\n    && rm -r /var/lib/apt/lists/*",
    "RUN python -m venv /opt/venv",
    "RUN python manage.py collectstatic",
    "RUN if true; then",
    "RUN $(cat x) | sh -",
    "# a comment \\",
    "# venvoy: keep user-install -- so it is",
    "# venvoy: keep all",
    "",
    "   ",
)
STARTS = (
    'CMD ["gunicorn", "app:app"]',
    "CMD exec uvicorn app:app",
    'ENTRYPOINT ["/root/.local/bin/flask"]',
    'ENTRYPOINT ["/usr/local/bin/python", "-m", "app"]',
    'CMD ["python", "main.py"]',
    "CMD /opt/base/bin/celery worker",
    'CMD ["/bin/bash", "-lc", "flask run"]',
)
CHAINS = (" && ", "; ", " \\\n    && ", " || ")


def _installs() -> st.SearchStrategy[str]:
    command = st.builds(
        lambda pip, option, wanted: f"{pip} install{option} {wanted}",
        st.sampled_from(PIPS),
        st.sampled_from(OPTIONS),
        st.sampled_from(WANTED),
    )
    around = st.sampled_from(
        ("{}", "set -e; {}", "if [ -f x ]; then {}; fi", "bash -c '{}'", "cd /x && {}", "({})", "{} > /log")
    )
    one = st.builds(lambda frame, inner: frame.format(inner), around, command)
    chain = st.builds(
        lambda glue, parts: glue.join(parts), st.sampled_from(CHAINS), st.lists(one, min_size=1, max_size=3)
    )
    shape = st.sampled_from(
        (
            "RUN {}",
            "run {}",
            "  RUN {}",
            "RUN --mount=type=cache,target=/root/.cache/pip {}",
            "RUN <<EOF\n{}\nEOF",
            "RUN\t{}",
        )
    )
    json = st.sampled_from(
        (
            'RUN ["pip", "install", "flask"]',
            'RUN ["python", "-m", "pip", "install", "--user", "-r", "requirements.txt"]',
        )
    )
    return st.builds(lambda frame, inner: frame.format(inner), shape, chain) | json


def _copies() -> st.SearchStrategy[str]:
    return st.builds(
        lambda source, flags, one, other: f"COPY --from={source}{flags} {one} {other}",
        st.sampled_from((*NAMES, "0", "1", "nginx:1")),
        st.sampled_from(("", " --chown=app:app", " --link")),
        st.sampled_from(PATHS),
        st.sampled_from(PATHS),
    )


def _stages() -> st.SearchStrategy[list[str]]:
    start = st.builds(
        lambda base, name: f"FROM {base}{name}",
        st.sampled_from((*BASES, *NAMES)),
        st.sampled_from(("", *(f" AS {name}" for name in NAMES))),
    )
    environment = st.sampled_from(ENVIRONMENT).map("ENV {}".format)
    line = _installs() | _copies() | environment | st.sampled_from(OTHERS) | st.sampled_from(STARTS)
    return st.builds(lambda first, rest: [first, *rest], start, st.lists(line, max_size=8))


def images() -> st.SearchStrategy[bytes]:
    """Return a strategy for whole Dockerfiles, some of which no builder would take."""

    def joined(head: str, stages: list[list[str]], newline: str, *, ended: bool) -> bytes:
        text = "\n".join([head, *(line for stage in stages for line in stage)]) + "\n" * ended
        return text.replace("\n", newline).encode()

    heads = st.sampled_from(("ARG PY=3.12", "# syntax=docker/dockerfile:1\nARG PY=3.12", "\ufeffARG PY"))
    newlines = st.sampled_from(("\n", "\n", "\r\n"))
    return st.builds(joined, heads, st.lists(_stages(), min_size=1, max_size=4), newlines, ended=st.booleans())

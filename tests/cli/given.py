"""Dockerfiles that the tests give to the command line."""

from __future__ import annotations

USER_INSTALL = b"""\
FROM python:3.13-slim AS builder
COPY requirements.txt .
RUN pip install --user -r requirements.txt

FROM python:3.13-slim
COPY --from=builder /root/.local /root/.local
ENV PATH=/root/.local/bin:$PATH
COPY . /srv
CMD ["python", "/srv/main.py"]
"""
"""One finding, ``user-install:3``, with a rewrite that is safe."""

CLEAN = b"""\
FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH
RUN python -m venv /opt/venv && pip install flask
CMD ["flask", "run"]
"""
"""Nothing to migrate: the environment is there."""

KEPT = USER_INSTALL.replace(b"RUN pip", b"# venvoy: keep user-install -- notebooks\nRUN pip")
"""The owner said that it is to stay."""

LATIN_1 = USER_INSTALL.replace(b"COPY . /srv", b"# f\xfcr B\xfccher\nCOPY . /srv")
"""A comment that is not UTF-8."""

HOSTILE = USER_INSTALL.replace(b"COPY . /srv", b"# \x1b]0;owned\x07 \xe2\x80\xae\nCOPY . /srv")
"""A comment that would rename the terminal's window, and turn text around."""

TEMPLATE = b"FROM {{ base }}\n{% if debug %}\nRUN pip install debugpy\n{% endif %}\n"
"""Jinja, called Dockerfile."""

TO_REVIEW = USER_INSTALL.replace(b"FROM python:3.13-slim AS", b"FROM registry.example.com/platform:7 AS")
"""One finding, ``user-install:3``, whose rewrite a person has to look at: nobody knows what the base image holds."""

LOGIN_SHELL = b"""\
FROM python:3.13-slim
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["bash", "-lc", "flask run"]
"""
"""One finding, ``global-install:3``, whose rewrite a person has to look at: a login shell sets PATH anew."""

TWO_FAMILIES = USER_INSTALL.replace(b'CMD ["python", "/srv/main.py"]\n', b"") + (
    b"\nFROM python:3.13-slim AS tool\nCOPY tool.txt .\nRUN pip install --user -r tool.txt\n"
    b"\nFROM python:3.13-slim AS job\nCOPY --from=tool /root/.local /root/.local\n"
    b'CMD ["python", "/srv/job.py"]\n'
)
"""Two findings that can be accepted one without the other: ``user-install:3`` and ``user-install:12``."""

NOT_REWRITTEN = b"""\
FROM alpine:3.20
RUN apk add $PACKAGES && pip install flask
CMD ["flask", "run"]
"""
"""One finding, ``global-install:2``, that has no rewrite: what brings the Python is not seen."""

POETRY = b"""\
FROM python:3.13-slim
RUN pip install poetry
COPY pyproject.toml poetry.lock ./
RUN POETRY_VIRTUALENVS_CREATE=0 poetry install --only main --no-root
CMD ["flask", "run"]
"""
"""One finding, ``poetry-no-venv:4``."""

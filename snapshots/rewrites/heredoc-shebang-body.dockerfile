# syntax=docker/dockerfile:1
FROM python:3.10-slim-bullseye AS base

WORKDIR /opt/ledger

FROM base AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements.txt .

RUN <<"END_OF_INSTALL"
#!/usr/bin/env bash
set -euo pipefail

  # the slow ones first
  pip install --no-cache-dir numpy pandas

  pip install --no-cache-dir -r requirements.txt
END_OF_INSTALL

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import numpy, pandas"

COPY . .
ENTRYPOINT ["python", "close_books.py"]

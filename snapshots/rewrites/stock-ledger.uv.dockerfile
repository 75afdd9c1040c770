FROM python:3.12-slim AS base

FROM base AS build
# gcc and libpq-dev: psycopg2 is compiled from source
# curl: only for the health check
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
        curl \
        gcc \
        libc6-dev \
        libpq-dev && \
    rm -rf /var/lib/apt/lists/*

COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN uv venv --python /usr/local/bin/python3 /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
WORKDIR /app

COPY requirements.txt requirements.txt
RUN uv pip install --no-cache-dir -r requirements.txt

FROM base
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
        curl \
        libpq5 && \
    rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"

COPY ledger.py .

ENV LEDGER_DSN="host=db.internal port=5432 dbname=ledger"
EXPOSE 8000

HEALTHCHECK CMD curl --fail http://localhost:8000/ || exit 1

CMD waitress-serve --port=8000 ledger:app

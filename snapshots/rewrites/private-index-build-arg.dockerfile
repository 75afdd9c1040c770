FROM python:3.10-slim AS base

ENV PYTHONUNBUFFERED=1

ARG INDEX_USER=reader
ARG INDEX_TOKEN
ARG INDEX_HOST=packages.example.com

WORKDIR /app

FROM base AS build
ARG INDEX_USER=reader
ARG INDEX_TOKEN
ARG INDEX_HOST=packages.example.com
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements.txt /app/

RUN pip install --index-url "https://${INDEX_USER}:${INDEX_TOKEN}@${INDEX_HOST}/simple" -r requirements.txt

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && celery --version

COPY . /app

CMD ["celery", "-A", "warehouse.tasks", "worker", "--loglevel=INFO"]
# syntax=docker/dockerfile:1.7
#
# Observatory ingest service
# --------------------------
#   docker build --target production .
#   docker build --target development .
#

ARG PYTHON_VERSION=3.12
ARG DEBIAN_RELEASE=bookworm

############################
# base: shared by everything
############################
FROM python:${PYTHON_VERSION}-slim-${DEBIAN_RELEASE} AS base

ARG APP_UID=1001
ENV LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONFAULTHANDLER=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libgeos-c1v5 \
        libproj25 \
        tini \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --uid ${APP_UID} --create-home --shell /usr/sbin/nologin ingest
WORKDIR /srv/ingest

############################
# build: compilers live here
############################
FROM base AS build

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        libgeos-dev \
        libproj-dev \
    && rm -rf /var/lib/apt/lists/*

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
# keep this above the source: it is the slow part
COPY requirements/ requirements/
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=secret,id=netrc,target=/root/.netrc \
    pip install -r requirements/production.txt

############################
# development
############################
FROM build AS development

RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements/development.txt
# everything that .dockerignore lets through
ADD . .
CMD ["watchmedo", "auto-restart", "--pattern=*.py", "--", "python", "-m", "ingest"]

############################
# production
############################
FROM base AS production

ARG GIT_COMMIT=unknown
LABEL org.opencontainers.image.title="ingest" \
      org.opencontainers.image.revision="${GIT_COMMIT}"

ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
COPY --chown=ingest:ingest ingest ingest
COPY --chown=ingest:ingest migrations migrations

USER ingest
EXPOSE 9000/tcp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --retries=3 \
    CMD ["python", "-m", "ingest.health"]
ENTRYPOINT ["tini", "--"]
CMD ["python", "-m", "ingest", "--config", "/etc/ingest/config.toml"]

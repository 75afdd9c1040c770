ARG PYTHON_VERSION=3.8
FROM python:${PYTHON_VERSION}-slim AS base

ARG BUILD_DATE
ARG VCS_REF
LABEL org.opencontainers.image.created=$BUILD_DATE \
      org.opencontainers.image.revision=$VCS_REF

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1

WORKDIR /app

ENV PATH=/opt/venv/bin:$PATH

FROM base AS build
RUN python -m venv /opt/venv
ENV PIP_REQUIRE_VIRTUALENV=1
# dependencies
COPY requirements.txt .

RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt

FROM base
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && flask --version

COPY . .

CMD ["flask", "run", "--host", "0.0.0.0"]

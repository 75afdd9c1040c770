FROM python:3.10-slim AS base
LABEL maintainer="reporting@example.com"

WORKDIR /usr/src/sales-report

FROM base AS build
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY . .

# the locked dependencies first, then the project itself without any
RUN set -eux; \
    uv pip install --no-cache-dir -r requirements.lock; \
    uv pip install --no-cache-dir --no-deps .

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
COPY . .

WORKDIR /reports
COPY examples/march.csv .

ENTRYPOINT ["sales-report"]
CMD ["--help"]

FROM python:3.10-slim AS base
LABEL maintainer="reporting@example.com"

WORKDIR /usr/src/sales-report

FROM base AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY . .

# the locked dependencies first, then the project itself without any
RUN set -eux; \
    python -m pip install --no-cache-dir -r requirements.lock; \
    python -m pip install --no-cache-dir --no-deps .

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
COPY . .

WORKDIR /reports
COPY examples/march.csv .

ENTRYPOINT ["sales-report"]
CMD ["--help"]

FROM python:3.10-alpine3.18 AS base

FROM base AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY . /tmp/src
RUN set -eux; \
    apk add --no-cache libffi openssl; \
    apk add --no-cache --virtual .fetch-deps cargo gcc libffi-dev musl-dev openssl-dev; \
    cd /tmp/src; \
    python -m pip install --upgrade pip; \
    python -m pip install --no-cache-dir .; \
    find /usr/local -depth -type d -name __pycache__ -exec rm -rf '{}' +; \
    rm -rf /tmp/src /root/.cache /root/.cargo

FROM base
RUN set -eux; \
    apk add --no-cache libffi openssl; \
    rm -rf /tmp/src /root/.cache /root/.cargo
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
RUN set -eux; \
    addgroup -S vault && adduser -S -G vault -h /var/vault vault
USER vault
WORKDIR /var/vault
ENTRYPOINT ["vaultd"]

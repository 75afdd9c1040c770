FROM python:3.10-alpine3.18
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY . /tmp/src
RUN set -eux; \
    apk add --no-cache libffi openssl; \
    apk add --no-cache --virtual .fetch-deps cargo gcc libffi-dev musl-dev openssl-dev; \
    cd /tmp/src; \
    python -m pip install --upgrade pip; \
    python -m pip install --no-cache-dir .; \
    addgroup -S vault && adduser -S -G vault -h /var/vault vault; \
    apk del --no-network .fetch-deps; \
    find /usr/local -depth -type d -name __pycache__ -exec rm -rf '{}' +; \
    rm -rf /tmp/src /root/.cache /root/.cargo
USER vault
WORKDIR /var/vault
ENTRYPOINT ["vaultd"]

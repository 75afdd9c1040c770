FROM python:3.12-slim AS builder

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /src
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim

ENV PATH=/opt/venv/bin:$PATH
# the whole prefix: packages, scripts and whatever else they brought
COPY --from=builder /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"

WORKDIR /srv/status
COPY status.py services.json ./

EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/')"]
CMD ["waitress-serve", "--listen=0.0.0.0:8080", "status:app"]

FROM python:3.10-slim@sha256:e1753daff58dbf93129ee8d6b67e8b41d315c5aa64060c9ba8ce8412c614b647 AS root
ENV PYTHONUNBUFFERED=1 PATH=/opt/venv/bin:$PATH

FROM root AS tooling

RUN apt-get update && apt-get install -y --no-install-recommends gcc

FROM tooling AS deps

RUN python -m venv /opt/venv
ENV PIP_REQUIRE_VIRTUALENV=1
# requirements first, so that the layer survives a change of the source
COPY requirements.txt .

RUN pip install -r requirements.txt

FROM root

COPY --from=deps /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
WORKDIR /app
COPY . .

CMD ["rq", "worker", "--url", "redis://redis:6379"]

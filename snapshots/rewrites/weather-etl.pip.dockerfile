# Nightly job, started by cron on the host:
#   docker run --rm weather-etl

FROM python:3.12-slim AS dependencies
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements.txt /tmp/
RUN pip install --no-cache-dir -r /tmp/requirements.txt

FROM python:3.12-slim
# the user base has to be the same in both stages
ENV PATH=/opt/venv/bin:$PATH \
    TZ=UTC
COPY --from=dependencies /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"

WORKDIR /etl
COPY etl/ etl/
COPY readings.csv .

USER nobody
CMD ["python", "-m", "etl", "readings.csv"]

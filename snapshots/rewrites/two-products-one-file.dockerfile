# docker build -t parcel .
# docker run --rm -it parcel

FROM python:3.11-slim@sha256:7b88c7e10751cd1ab166b1059ae569ff259c5ba7da9622d6b9ad16b6d8a7b3c0 AS api-deps

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY api/requirements.txt .

RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim@sha256:7b88c7e10751cd1ab166b1059ae569ff259c5ba7da9622d6b9ad16b6d8a7b3c0 AS api

COPY --from=api-deps /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && uvicorn --version
WORKDIR /api
# source last
COPY api .
CMD ["uvicorn", "api:app"]

FROM python:3.11-slim@sha256:7b88c7e10751cd1ab166b1059ae569ff259c5ba7da9622d6b9ad16b6d8a7b3c0 AS cron
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /cron
COPY cron/requirements.txt .

RUN pip install --no-cache-dir -r requirements.txt

COPY cron .

# start
CMD ["python", "cron.py"]

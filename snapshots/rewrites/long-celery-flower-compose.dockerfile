FROM python:3.12-slim AS base

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1

# psycopg2 from source, on purpose: the wheel's libssl disagreed with ours
RUN apt-get update && \
    apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev libpq5 && \
    rm -rf /var/lib/apt/lists/*

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /code

COPY requirements.txt ./
RUN pip install --no-binary psycopg2 -r requirements.txt

RUN useradd -m -u 1234 celery
COPY --chown=celery . .

# docker compose: target: web
FROM base AS web
USER celery
EXPOSE 8000
HEALTHCHECK CMD ["python", "-m", "scripts.ping", "http://127.0.0.1:8000/"]
CMD ["gunicorn", "parcel.wsgi", "--bind=0.0.0.0:8000", "--threads=8"]

# docker compose: target: worker
FROM base AS worker
USER celery
STOPSIGNAL SIGTERM
CMD ["celery", "-A", "parcel", "worker", "-Q", "default,slow", "-O", "fair"]

# docker compose: target: flower
FROM base AS flower
RUN pip install flower==2.0.1
USER celery
EXPOSE 5555
CMD ["celery", "-A", "parcel", "flower", "--address=0.0.0.0"]

# syntax=docker/dockerfile:1
ARG PYTHON=3.12
ARG NODE=20

FROM node:${NODE}-alpine AS js-deps
WORKDIR /web
COPY web/package*.json ./

RUN npm ci

FROM js-deps AS js-lint

COPY web .

RUN npm run lint

FROM js-deps AS js-build

COPY web .

RUN npm run build

FROM golang:1.22-alpine AS tool
WORKDIR /go/src/healthprobe
COPY tools/healthprobe .

RUN CGO_ENABLED=0 go build -o /healthprobe .

FROM python:${PYTHON}-slim AS py-base
ENV PYTHONUNBUFFERED=1
WORKDIR /app

FROM py-base AS py-deps

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements.txt .

RUN pip install --no-cache-dir -r requirements.txt

FROM py-deps AS py-test

COPY requirements-test.txt .

RUN pip install --no-cache-dir -r requirements-test.txt

COPY . .

RUN pytest -q

FROM py-base AS worker
ARG PYTHON

ENV PATH=/opt/venv/bin:$PATH
COPY --from=py-deps /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && celery --version

COPY app app
CMD ["celery", "-A", "app.worker", "worker"]

FROM nginx:1.27-alpine AS static

COPY --from=js-build /web/dist /usr/share/nginx/html

FROM py-base AS web

ENV PATH=/opt/venv/bin:$PATH
COPY --from=py-deps /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && uvicorn --version

COPY --from=tool /healthprobe /usr/local/bin/healthprobe
COPY --from=js-build /web/dist app/static
COPY app app
HEALTHCHECK CMD ["healthprobe", "http://localhost:8000/health"]

CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]

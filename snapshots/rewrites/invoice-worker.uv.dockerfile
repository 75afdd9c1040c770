FROM python:3.11-slim AS builder
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
WORKDIR /worker
COPY requirements.txt ./
RUN uv pip install --no-cache-dir --no-compile -r requirements.txt

FROM python:3.11-slim AS worker
ENV PATH=/opt/venv/bin:$PATH
# take the packages, leave the rest of the builder
COPY --from=builder /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"

WORKDIR /worker
COPY templates/ templates/
COPY worker.py queue.json ./

VOLUME /worker/spool
USER nobody
CMD ["python", "worker.py", "--once"]

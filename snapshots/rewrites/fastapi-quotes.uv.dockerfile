# ---- build ----
FROM python:3.13-slim AS builder

COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN uv venv --python /usr/local/bin/python3 /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
WORKDIR /build
COPY requirements.txt .
RUN uv pip install --no-cache-dir -r requirements.txt

# ---- run ----
FROM python:3.13-slim

# everything pip put into root's home
COPY --from=builder /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && uvicorn --version

WORKDIR /app
COPY quotes.py .

EXPOSE 8080
STOPSIGNAL SIGINT
CMD ["uvicorn", "quotes:app", "--host", "0.0.0.0", "--port", "8080"]

# ---- build ----
FROM python:3.13-slim AS builder

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /build
COPY requirements.txt .
RUN pip install --no-cache-dir --no-warn-script-location -r requirements.txt

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

FROM python:3.12-slim AS base

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app

FROM base AS build
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN uv venv --python /usr/local/bin/python3 /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
# dependencies first: they change less often than the code
COPY requirements.txt .
RUN uv pip install --no-cache-dir -r requirements.txt

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && gunicorn --version

COPY . .

RUN adduser --system --no-create-home shop
USER shop

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')"

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "shop:app"]

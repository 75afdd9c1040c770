FROM python:3.12-slim AS base
WORKDIR /app

FROM base AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
# the files that decide what is installed
COPY requirements.txt .
RUN /opt/venv/bin/python -m pip install --no-cache-dir -r requirements.txt

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
# code
COPY . .
EXPOSE 8000
# the orchestrator sends SIGTERM and waits ten seconds
ENTRYPOINT ["/opt/venv/bin/gunicorn"]
CMD ["--config", "gunicorn.conf.py", "orchard.wsgi"]

FROM python:3.12-slim AS base
WORKDIR /app

FROM base AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY ["requirements.txt", "setup notes.txt", "./"]
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "-r", "requirements.txt"]

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
COPY ["requirements.txt", "setup notes.txt", "./"]
COPY [".", "."]
CMD ["python", "-m", "clock"]

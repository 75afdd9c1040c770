ARG PYTHON_VERSION
FROM python:${PYTHON_VERSION:-3.11}-slim AS build
ARG HOME_DIR=/root
ENV HOME=${HOME_DIR:-/root}
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
# only changes when a dependency does
COPY requirements.txt .
RUN pip install -r requirements.txt

FROM python:${PYTHON_VERSION:-3.11}-slim

ENV PYTHONUNBUFFERED=1

ARG EXTRA_PATH
ENV PATH=/root/.local/bin${EXTRA_PATH:+:$EXTRA_PATH}:$PATH
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
WORKDIR /app
COPY . .
CMD ["python", "ledger.py"]

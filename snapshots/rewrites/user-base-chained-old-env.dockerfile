FROM python:3.8-slim-buster AS base
ENV APP_HOME /srv/app
ENV PY_BASE $APP_HOME/pyroot
ENV PATH /opt/venv/bin:$PATH
WORKDIR $APP_HOME

FROM base AS build
ENV PIP_IGNORE_INSTALLED=1

RUN python -m venv /opt/venv
ENV PIP_REQUIRE_VIRTUALENV=1
COPY requirements.txt .

# keep in step with the CI image
RUN pip install -r requirements.txt

FROM base

COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && gunicorn --version
# everything that .dockerignore lets through
COPY . .

# shell form would swallow the signals
CMD ["gunicorn", "stables.wsgi:application"]

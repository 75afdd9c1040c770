# foundry
#
# Built by CI on every push, by hand with `docker build .`

FROM python:3.10 AS base

ARG BUILD_DATE
ARG VCS_REF
LABEL org.opencontainers.image.created=$BUILD_DATE \
      org.opencontainers.image.revision=$VCS_REF

ENV PYTHONUNBUFFERED 1

WORKDIR /usr/src/bookclub
# code
COPY . .

FROM base AS build
# about forty seconds on a cold cache
RUN apt-get update && apt-get install -y gettext libpq-dev gcc
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
RUN pip install --upgrade pip
RUN pip install -r requirements.txt

FROM base
RUN apt-get update && apt-get install -y gettext libpq5
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"

RUN python manage.py collectstatic --no-input

EXPOSE 8000

USER 65534
CMD python manage.py migrate && gunicorn bookclub.wsgi -b 0.0.0.0:8000

FROM python:3.7.9-slim-buster AS base
MAINTAINER legacy team

ENV DEBIAN_FRONTEND noninteractive
ENV TZ Europe/Vienna
ENV APP_ROOT /var/www/registry
ENV CONFIG ${APP_ROOT}/etc/production.ini

# buster has moved to the archive
RUN sed -i -e 's/mirror.example.com/archive.example.com/g' \
           -e '/security/d' /etc/apt/sources.list

FROM base AS build
RUN apt-get update -y \
 && apt-get install -y \
      libldap2-dev \
      libsasl2-dev \
      libxml2-dev \
      libxslt1-dev \
      zlib1g-dev \
      gcc \
      cron \
      logrotate

RUN mkdir -p ${APP_ROOT} /var/log/registry
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR ${APP_ROOT}

ADD requirements.txt ${APP_ROOT}/
ADD vendor/ ${APP_ROOT}/vendor/

RUN pip install pip==20.0.2 setuptools==45.2.0
RUN pip install --find-links=${APP_ROOT}/vendor -r requirements.txt
RUN pip install --no-index vendor/ldapkit-0.9.tar.gz

FROM base
RUN apt-get update -y \
 && apt-get install -y \
      libldap-2.4-2 \
      libsasl2-2 \
      libxml2 \
      libxslt1.1 \
      zlib1g \
      cron \
      logrotate
RUN mkdir -p ${APP_ROOT} /var/log/registry
WORKDIR ${APP_ROOT}
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
ADD vendor/ ${APP_ROOT}/vendor/

ADD etc/crontab /etc/cron.d/registry
ADD etc/logrotate.conf /etc/logrotate.d/registry
RUN chmod 0644 /etc/cron.d/registry && touch /var/log/registry/cron.log

ADD . ${APP_ROOT}
RUN chmod +x ./run.sh

EXPOSE 6543
CMD ./run.sh

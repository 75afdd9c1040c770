# syntax=docker/dockerfile:1
ARG PYTHON_VERSION=3.11
FROM python:${PYTHON_VERSION}-slim-bookworm AS base

LABEL org.opencontainers.image.title="haberdashery" \
      org.opencontainers.image.source="https://git.example.com/shop/haberdashery"

ARG BUILD_DATE
ARG GIT_SHA=dev

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANG=en_GB.UTF-8 \
    GIT_SHA=${GIT_SHA}

FROM base AS build
# GIS libraries for the store locator, gettext for translations,
# the compilers because two of our dependencies have no wheels
RUN apt-get update && apt-get install -y --no-install-recommends \
        build-essential \
        gdal-bin \
        gettext \
        libgdal-dev \
        libpq-dev \
        locales \
    && sed -i 's/# en_GB.UTF-8/en_GB.UTF-8/' /etc/locale.gen && locale-gen \
    && rm -rf /var/lib/apt/lists/*

ADD https://certs.example.com/internal-ca.crt /usr/local/share/ca-certificates/internal-ca.crt
RUN update-ca-certificates

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /srv/shop

ADD requirements/ requirements/
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m pip install --upgrade pip && \
    python -m pip install -r requirements/prod.txt -c requirements/constraints.txt

FROM base
RUN apt-get update && apt-get install -y --no-install-recommends \
        gdal-bin \
        gettext \
        libgdal32 \
        libpq5 \
        locales \
    && sed -i 's/# en_GB.UTF-8/en_GB.UTF-8/' /etc/locale.gen && locale-gen \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
ADD https://certs.example.com/internal-ca.crt /usr/local/share/ca-certificates/internal-ca.crt
RUN update-ca-certificates
WORKDIR /srv/shop

ADD . .

RUN DJANGO_SECRET_KEY=build python manage.py collectstatic --no-input -v 0 \
    && python manage.py compilemessages -l de -l fr

RUN addgroup --system shop && adduser --system --ingroup shop --home /srv/shop shop \
    && install -d -o shop -g shop /srv/shop/media

USER shop

EXPOSE 8000
VOLUME ["/srv/shop/media"]
HEALTHCHECK --interval=20s --timeout=4s CMD ["python", "manage.py", "health"]

ENTRYPOINT ["./docker/entrypoint.sh"]
CMD ["gunicorn", "haberdashery.wsgi:application", "-c", "docker/gunicorn.conf.py"]

ARG PYTHON_VERSION=3.12
FROM python:${PYTHON_VERSION}-slim AS base
ENV PYTHONUNBUFFERED=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /srv
COPY requirements/base.txt requirements/
RUN pip install --no-cache-dir -r requirements/base.txt

# docker build --target dev .
FROM base AS dev
COPY requirements/dev.txt requirements/
RUN pip install --no-cache-dir -r requirements/dev.txt
COPY . .
CMD ["flask", "--app", "booking", "run", "--debug", "--host", "0.0.0.0"]

# docker build --target test .
FROM dev AS test
RUN python -m pytest -q tests

FROM base AS prod
COPY requirements/prod.txt requirements/
RUN pip install --no-cache-dir -r requirements/prod.txt
COPY booking/ booking/
USER nobody
EXPOSE 5000
CMD ["gunicorn", "--bind=0.0.0.0:5000", "booking:create_app()"]

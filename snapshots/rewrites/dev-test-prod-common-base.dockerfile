FROM python:3.12-slim AS base
ENV PYTHONUNBUFFERED=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /app
COPY requirements/base.txt requirements/

RUN pip install --no-cache-dir -r requirements/base.txt

FROM base AS dev

COPY requirements/dev.txt requirements/

RUN pip install --no-cache-dir -r requirements/dev.txt
VOLUME /app
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]

FROM base AS test

COPY requirements/test.txt requirements/

RUN pip install --no-cache-dir -r requirements/test.txt

COPY . .
CMD ["pytest", "-x"]

FROM base AS prod

COPY . .

RUN python manage.py collectstatic --noinput
USER 1000:1000

CMD ["gunicorn", "parish.wsgi", "-b", "0.0.0.0:8000"]

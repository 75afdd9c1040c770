FROM python:3.12-slim AS compile-image
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN uv venv --python /usr/local/bin/python3 /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY requirements.txt /
RUN uv pip install --no-cache-dir -r /requirements.txt

FROM python:3.12-slim AS runtime-image
RUN useradd --create-home --uid 10001 desk
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY --from=compile-image --chown=desk:desk /opt/venv /opt/venv

# the web server is a matter of the runtime, not of the application
RUN uv pip install --no-cache-dir gunicorn==27.0.1
RUN python -Ic "import gunicorn" && gunicorn --version

WORKDIR /home/desk/app
COPY --chown=desk:desk desk.py .
USER desk

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "desk:app"]

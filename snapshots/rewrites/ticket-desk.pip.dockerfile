FROM python:3.12-slim AS compile-image
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements.txt /
RUN pip install --no-warn-script-location --no-cache-dir -r /requirements.txt

FROM python:3.12-slim AS runtime-image
RUN useradd --create-home --uid 10001 desk
ENV PATH=/opt/venv/bin:$PATH
COPY --from=compile-image --chown=desk:desk /opt/venv /opt/venv

# the web server is a matter of the runtime, not of the application
RUN pip install --no-cache-dir gunicorn==27.0.1
RUN python -Ic "import gunicorn" && gunicorn --version

WORKDIR /home/desk/app
COPY --chown=desk:desk desk.py .
USER desk

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "desk:app"]

# signal
#
# Built by CI on every push, by hand with `docker build .`

ARG PYTHON_VERSION=3.12
FROM python:${PYTHON_VERSION}
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
WORKDIR /src
# everything that .dockerignore lets through
COPY . .
RUN pip install --no-cache-dir -e .
EXPOSE 8080

USER 10001
CMD ["waitress-serve", "--port=8080", "--call", "parcels:create_app"]

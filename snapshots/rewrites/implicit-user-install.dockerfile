FROM python:3.11-slim

ENV LANG=C.UTF-8 \
    TZ=UTC \
    PYTHONUNBUFFERED=1

RUN useradd -m -u 1001 runner
RUN python -m venv /opt/venv && chown -R runner /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
USER runner
WORKDIR /home/runner/app
COPY --chown=runner:runner requirements.txt .
# install
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=runner:runner . .
# shell form would swallow the signals
CMD ["dramatiq", "jobs.tasks"]
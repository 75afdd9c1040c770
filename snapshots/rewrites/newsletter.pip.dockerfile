FROM python:3.11-slim

RUN useradd --create-home --shell /bin/bash mailer
RUN python -m venv /opt/venv && chown -R mailer /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
USER mailer
WORKDIR /home/mailer

# not root any more, so pip falls back to ~/.local by itself
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY letter.md send.py ./

ENV DRY_RUN=1
CMD ["python", "send.py"]

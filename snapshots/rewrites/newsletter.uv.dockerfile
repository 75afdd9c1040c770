FROM python:3.11-slim

RUN useradd --create-home --shell /bin/bash mailer
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN python -m venv /opt/venv && chown -R mailer /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
USER mailer
WORKDIR /home/mailer

# not root any more, so pip falls back to ~/.local by itself
COPY requirements.txt .
RUN uv pip install --no-cache-dir -r requirements.txt

COPY letter.md send.py ./

ENV DRY_RUN=1
CMD ["python", "send.py"]

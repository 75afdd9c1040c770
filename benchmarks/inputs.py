"""The files that every program is given."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
STEPS_BETWEEN_INSTALLS = 10
"""Every tenth RUN of a long file installs something, so that each size has findings to make."""


def corpus() -> tuple[bytes, ...]:
    """Return the corpus files that all three programs read, in the order of their names.

    hadolint reads no here-documents, and tally ends at the first file that is not UTF-8: with them, less work would
    be measured for the one that gives up.
    """
    files = sorted(path for path in CORPUS.glob("*/*") if path.is_file() and path.suffix not in {".md", ".toml"})
    contents = (path.read_bytes() for path in files)
    return tuple(content for content in contents if b"<<" not in content and _is_utf8(content))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def write_corpus(folder: Path, count: int) -> list[Path]:
    """Write *count* files into *folder*: the corpus over and over, under different names."""
    contents = corpus()
    paths = [folder / f"{number:04d}.Dockerfile" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(contents[number % len(contents)])
    return paths


def one_file() -> bytes:
    """Return a Dockerfile as one meets them: two stages, a user install, a dozen instructions."""
    return b"""\
FROM python:3.12 AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --user --no-cache-dir -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
COPY --from=build /root/.local /root/.local
ENV PATH=/root/.local/bin:$PATH PYTHONUNBUFFERED=1
COPY . .
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]
"""


def long_file(runs: int) -> bytes:
    """Return a Dockerfile with *runs* RUN lines, of which every tenth installs a package."""
    steps = (
        f"RUN pip install --no-cache-dir package-{number}==1.{number}"
        if number % STEPS_BETWEEN_INSTALLS == 0
        else f'RUN echo "step {number}" >> /var/log/steps && test -s /var/log/steps'
        for number in range(runs)
    )
    return "\n".join(["FROM python:3.12-slim", *steps, 'CMD ["python", "-m", "shop"]', ""]).encode()


def file_with_findings(lines: int, findings: int) -> bytes:
    """Return a Dockerfile of *lines* lines with *findings* installs, evenly spread."""
    every = (lines - 2) / findings
    installs = {int(number * every) for number in range(findings)}
    body = (
        f"RUN pip install package-{number}" if number in installs else f"ENV SETTING_{number}=value-{number}"
        for number in range(lines - 2)
    )
    return "\n".join(["FROM python:3.12-slim", *body, 'CMD ["python", "-m", "shop"]', ""]).encode()

"""How often the doctor leads a real message to its cause, and how often an ordinary log to one that it has not."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.doctor.collected import Message, messages, ordinary

from benchmarks.report import seconds, table
from venvoy.doctor import diagnose
from venvoy.model.diagnosis import Diagnosis, Log
from venvoy.workspace.logs import read_log

LARGE = 200 * 1024 * 1024
"""Bytes of the log that is timed."""


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Ask the doctor about everything that was collected, and about a log of 200 MB."""
    del env, rounds
    collected = list(messages())
    others = [text for _, text in ordinary()]
    matched = sum(isinstance(diagnose(text), Diagnosis) for text in others)
    known = sum(isinstance(diagnose(message.text), Diagnosis) for message in collected)
    yield "## The doctor\n"
    yield table(
        ("messages", "of", "cause among the first three", "cause first"),
        [_recall(name, found) for name, found in _splits(collected) if found],
    )
    yield table(
        ("measure", "share", "of"),
        (
            (
                "precision: logs with a cause that are no ordinary ones",
                f"{known / (known + matched):.4f}",
                f"{known + matched} logs",
            ),
            ("ordinary logs that are known", f"{matched / len(others):.4f}", f"{len(others)} logs"),
        ),
    )
    yield f"A log of 200 MB is read and looked through in {seconds(_large(scratch, others))}."


def _splits(collected: Sequence[Message]) -> Iterator[tuple[str, list[Message]]]:
    for split in ("rules", "held-out", "silent"):
        yield split, [message for message in collected if message.split == split]


def _recall(name: str, found: Sequence[Message]) -> tuple[str, str, str, str]:
    told = [(message.cause, _causes(message.text)) for message in found]
    three = sum(cause in causes[:3] for cause, causes in told)
    first = sum(causes[:1] == [cause] for cause, causes in told)
    return name, f"{len(found)}", f"{three / len(found):.4f}", f"{first / len(found):.4f}"


def _causes(text: str) -> list[str]:
    found = diagnose(text)
    return [cause.failure or cause.name for cause in found.causes] if isinstance(found, Diagnosis) else []


def _large(scratch: Path, others: Sequence[str]) -> float:
    path = scratch / "large.log"
    block = "\n".join(others)
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < LARGE:
            file.write(block)
    start = time.perf_counter()
    log = read_log(path)
    assert isinstance(log, Log), log  # noqa: S101 - a file that was just written can be read
    diagnose(log)
    return time.perf_counter() - start

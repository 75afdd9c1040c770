"""Client programs, run with their output streamed line by line, a time limit, and a way to end them."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO

from attrs import frozen

LONGEST_LINE = 8192
"""Bytes; what is longer comes in pieces, so that output without line ends fills no memory."""
_GRACE = 10.0
"""Seconds that a client has to end after it was asked to: BuildKit's client tells its daemon first."""
_TICK = 0.1
_QUEUED = 1000
"""Lines that wait for a slow reader before the program has to."""


@frozen
class Ended:
    """How a program ended."""

    status: int | None
    """None when it was ended from here."""
    late: bool = False
    """True when its time was over."""
    seconds: float = 0.0


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    hear: Callable[[str], None],
    *,
    seconds: float,
    cancelled: threading.Event,
) -> Ended:
    """Run *command*, give each line of its output to *hear*, and end it with all its children when it has to stop.

    Raises:
        OSError: when it cannot be started.
    """
    start = time.monotonic()
    child = subprocess.Popen(  # noqa: S603 - no shell; the program is the docker client
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        start_new_session=True,
    )
    lines: queue.Queue[str | None] = queue.Queue(_QUEUED)
    stream = child.stdout
    assert stream is not None  # noqa: S101 - asked for above
    reader = threading.Thread(target=_read, args=(stream, lines), daemon=True)
    reader.start()
    late = False
    try:
        while not (cancelled.is_set() or late):
            try:
                line = lines.get(timeout=_TICK)
            except queue.Empty:
                late = time.monotonic() - start > seconds
                continue
            if line is None:
                break
            hear(line)
            late = time.monotonic() - start > seconds
        stopped = cancelled.is_set() or late
    except BaseException:
        _end(child, lines)
        raise
    if stopped:
        _end(child, lines)
        return Ended(None, late, time.monotonic() - start)
    return Ended(child.wait(), late=False, seconds=time.monotonic() - start)


def output(command: Sequence[str], environment: Mapping[str, str], seconds: float = 10.0) -> str | None:
    """Return what a short *command* prints; None when it fails, is not there or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - as above
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def _read(stream: IO[bytes], lines: queue.Queue[str | None]) -> None:
    while chunk := stream.readline(LONGEST_LINE):
        lines.put(chunk.decode("utf-8", "replace").rstrip("\r\n"))
    lines.put(None)


def _end(child: subprocess.Popen[bytes], lines: queue.Queue[str | None]) -> None:
    """End *child* and its children: politely first, so that a build is cancelled on the other side as well."""
    for sign, patience in ((signal.SIGINT, _GRACE), (signal.SIGTERM, 2.0), (signal.SIGKILL, _GRACE)):
        try:
            os.killpg(child.pid, sign)
        except ProcessLookupError:
            break
        if _gone(child, lines, patience):
            break
    child.wait()
    with suppress(ProcessLookupError):  # what it left behind: a shell has its background commands ignore SIGINT
        os.killpg(child.pid, signal.SIGKILL)


def _gone(child: subprocess.Popen[bytes], lines: queue.Queue[str | None], patience: float) -> bool:
    give_up = time.monotonic() + patience
    while time.monotonic() < give_up:
        with suppress(queue.Empty):
            lines.get(timeout=_TICK)  # the reader must not wait for room
        if child.poll() is not None:
            return True
    return False

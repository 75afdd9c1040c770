"""Child processes that are killed, that fail, or that have no rights."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from typing import TypeVar

from attrs import define

T = TypeVar("T")

NOBODY = 65534


@define
class Killer:
    """A step observer that kills its own process, as ``kill -9`` does, right before the step that is next at zero."""

    countdown: int

    def __call__(self, _step: str) -> None:
        """Count one step."""
        if self.countdown == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.countdown -= 1


@define
class Failer:
    """A step observer that lets the step that is next at zero fail with an errno."""

    countdown: int
    errno: int

    def __call__(self, _step: str) -> None:
        """Count one step."""
        self.countdown -= 1
        if self.countdown == -1:
            raise OSError(self.errno, os.strerror(self.errno))


def killed(work: Callable[[], object]) -> bool:
    """Do *work* in a child process and return whether it was killed (True) or came to its end (False)."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert signal.SIGKILL == os.WTERMSIG(status)
        return True
    assert 0 == os.WEXITSTATUS(status)
    return False


def unprivileged(work: Callable[[], T], prepare: Callable[[], object] = lambda: None) -> T:
    """Do *work* in a child process without root's rights, after *prepare* there, and return what it returns."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            prepare()
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(work(), pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    result: T = pickle.loads(content)
    return result

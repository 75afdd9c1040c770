"""The signals that ask a program to end, and what is left of its streams when the terminal is gone."""

from __future__ import annotations

import os
import signal
import stat

STREAMS = (0, 1, 2)
"""Standard input, output and error."""


def asking_to_end() -> tuple[signal.Signals, ...]:
    """Return the signals that ask this program to end, Ctrl-C left out.

    A hang-up is one unless whoever started the program has it ignored, as ``nohup`` does.
    """
    hangup: signal.Signals | None = getattr(signal, "SIGHUP", None)
    if hangup is None or signal.getsignal(hangup) is signal.SIG_IGN:
        return (signal.SIGTERM,)
    return (signal.SIGTERM, hangup)


def let_go_of_lost_terminal() -> None:
    """Point each standard stream whose terminal was closed at nothing, so that words to nobody are no errors."""
    for stream in STREAMS:
        if _is_lost(stream):
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, stream)
            os.close(nowhere)


def _is_lost(stream: int) -> bool:
    """Tell whether *stream* is a device that is no terminal (any more); for ``/dev/null`` it makes no difference."""
    try:
        return stat.S_ISCHR(os.fstat(stream).st_mode) and not os.isatty(stream)
    except OSError:
        return False

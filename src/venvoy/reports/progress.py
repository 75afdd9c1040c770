"""What goes on while two images are built and compared, as a line of text."""

from __future__ import annotations

from venvoy.model.progress import AtStep, Begun, Made, Progress, Said, Seen, Timed


def progress_text(progress: Progress) -> str | None:
    """Return a line for *progress*; None for what is too much to be told in lines: what a build says."""
    match progress:
        case Said() | Seen():
            return None
        case Begun():
            return f"building '{progress.side}'"
        case AtStep():
            return f"[{progress.number}/{progress.of}] {progress.text}"
        case Made():
            return f"'{progress.side}' is built after {progress.seconds:.1f} s; looking inside"
        case Timed():
            return f"{progress.kind}, run {progress.run} of {progress.of}: {progress.side}"
        case _:
            return progress.text

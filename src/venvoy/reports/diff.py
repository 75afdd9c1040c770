"""A plan's difference as a unified diff, and the reasons for it."""

from __future__ import annotations

from venvoy.model.plan import Cause, DiffLine, FileDiff, Hunk, Plan, Sign
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe

NO_NEWLINE = b"\\ No newline at end of file\n"
BOLD, CYAN, GREEN, RED, RESET = "\x1b[1m", "\x1b[36m", "\x1b[32m", "\x1b[31m", "\x1b[0m"
INK = {Sign.ADDED: GREEN, Sign.REMOVED: RED, Sign.SAME: ""}


def diff_bytes(diff: FileDiff) -> bytes:
    """Return *diff* as ``git apply`` and ``patch`` take it, byte for byte: for files and pipes, not for a screen.

    Empty when nothing changes.
    """
    if not diff.hunks:
        return b""
    body = b"".join(_hunk_header(hunk).encode() + b"\n" + b"".join(map(_raw, hunk.lines)) for hunk in diff.hunks)
    return b"".join(_names(diff)) + body


def diff_text(diff: FileDiff, *, reasons: bool = False, color: bool = False) -> str:
    """Return *diff* for a screen: `diff_bytes` with control characters spelt out, in colour when asked for.

    A file without control characters gives the very text of `diff_bytes`. *reasons* puts the listing of `why_text`
    before it, behind ``#``, where ``git apply`` reads over it.
    """
    if not diff.hunks:
        return ""
    lines = [f"# {line}".rstrip() for line in why_text(diff).splitlines()] if reasons else []
    names = (safe(name.decode("utf-8", "surrogateescape").rstrip("\n")) for name in _names(diff))
    lines += [_ink(name, BOLD, on=color) for name in names]
    for hunk in diff.hunks:
        lines.append(_ink(_hunk_header(hunk), CYAN, on=color))
        for line in hunk.lines:
            lines += _shown(line, color=color)
    return "".join(f"{line}\n" for line in lines)


def why_text(of: FileDiff | Plan, width: int = 80) -> str:
    """Return the reasons for a change, by what caused it, and of a diff the lines that each accounts for (``-6 +8``).

    Of a plan also what it left alone, asks and could not do.
    """
    places = _places(of) if isinstance(of, FileDiff) else dict.fromkeys((c for e in of.edits for c in e.causes), "")
    lines = []
    for source in dict.fromkeys(cause.source for cause in places):
        lines.append(safe(source))
        for cause, where in places.items():
            if cause.source == source:
                lines += wrap(where + safe(cause.why), width, first="    ", rest="        " if where else "    ")
    if isinstance(of, Plan):
        lines += _remarks(of, width)
    return "".join(f"{line}\n" for line in lines)


def _places(diff: FileDiff) -> dict[Cause, str]:
    """Return each cause with the lines it accounts for: ``-6 +8: ``."""
    places: dict[Cause, list[str]] = {}
    for hunk in diff.hunks:
        for line in hunk.lines:
            for cause in line.causes:
                places.setdefault(cause, []).append(f"{line.sign.value}{line.new if line.old is None else line.old}")
    return {cause: " ".join(where) + ": " for cause, where in places.items()}


def _remarks(plan: Plan, width: int) -> list[str]:
    lines = []
    for note in plan.notes:
        where = "" if note.lines is None else f"line {note.lines.first}: "
        lines += wrap(f"note: {where}{safe(note.text)}", width, rest="    ")
    for question in plan.questions:
        text = (
            f"question: line {question.lines.first}: {safe(question.text)} Until you answer: {safe(question.default)}"
        )
        lines += wrap(text, width, rest="    ")
    for accepted, brought in plan.moved_together:
        lines += wrap(
            f"note: {safe(brought)} came along with {safe(accepted)}: one cannot be done alone.", width, rest="    "
        )
    for reason in plan.refused:
        lines += wrap(f"not done: {safe(reason)}", width, rest="    ")
    return lines


def _hunk_header(hunk: Hunk) -> str:
    return f"@@ -{_range(hunk.old_start, hunk.old_count)} +{_range(hunk.new_start, hunk.new_count)} @@"


def _range(start: int, count: int) -> str:
    return f"{start}" if count == 1 else f"{start},{count}"


def _raw(line: DiffLine) -> bytes:
    end = b"" if line.text.endswith(b"\n") else b"\n" + NO_NEWLINE
    return line.sign.value.encode() + line.text + end


def _shown(line: DiffLine, *, color: bool) -> list[str]:
    text = line.text.decode("utf-8", "surrogateescape").removesuffix("\n")
    # A carriage return before the line end is harmless on a screen, and without it the diff would not apply.
    ending = "\r" if text.endswith("\r") else ""
    shown = _ink(line.sign.value + safe(text.removesuffix("\r")), INK[line.sign], on=color) + ending
    return [shown] if line.text.endswith(b"\n") else [shown, NO_NEWLINE.decode().rstrip("\n")]


def _ink(text: str, ink: str, *, on: bool) -> str:
    return f"{ink}{text}{RESET}" if on and ink else text


def _names(diff: FileDiff) -> tuple[bytes, bytes]:
    # What git apply and patch both take for a file that is new.
    old = b"--- /dev/null\n" if diff.created else _name(b"--- ", b"a/", diff.path)
    return old, _name(b"+++ ", b"b/", diff.path)


def _name(marker: bytes, side: bytes, path: str) -> bytes:
    """Return a header line; names are quoted as git does where a byte would end or bend the line."""
    raw = side + path.encode("utf-8", "surrogateescape").removeprefix(b"./").lstrip(b"/")
    if any(byte < 0x20 or byte in b'"\\\x7f' for byte in raw):
        quoted = b"".join(_quoted(byte) for byte in raw)
        return marker + b'"' + quoted + b'"\n'
    # git ends a name with a blank in it by a tab, so that no date is looked for behind the blank.
    return marker + raw + (b"\t\n" if b" " in raw else b"\n")


def _quoted(byte: int) -> bytes:
    if byte in b'"\\':
        return b"\\" + bytes([byte])
    return bytes([byte]) if 0x20 <= byte < 0x7F else f"\\{byte:03o}".encode()

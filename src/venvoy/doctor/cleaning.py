"""A line of a log without what builders, engines and terminals put around the message."""

from __future__ import annotations

import json
import re

LONGEST = 1000
"""Characters of a line that are looked at: its first three quarters, and its end."""
PREFIXES = 4
"""How many are taken off one line: a CI's clock, compose's name, BuildKit's number and a level at most."""
LONGEST_JSON = 64 * 1024
"""Characters of a line that is still read as JSON."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_PREFIX = re.compile(
    r"""
    \#\d+\ (?:\d+\.\d+(?:\ |$))?                                             # BuildKit: #12 3.456
    | \d+\.\d{2,4}\ (?=\s*\S)                                                # BuildKit's summary: 3.456
    | \[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s+  # kubectl, docker logs -t, CI
    | (?:[A-Z][a-z]{2}\ [ \d]\d\ )\d\d:\d\d:\d\d\ \S+\ [\w.@-]+(?:\[\d+\])?:\ # journal
    | [\w.-]{1,80}\ *\|\ ?(?=\S|$)                                           # compose: web-1  | (not a Python caret)
    | \[pod/[\w./-]+\]\ ?                                                    # kubectl logs --prefix
    | (?:INFO|WARN|ERRO)\[\d+\]\ ?                                           # kaniko, logrus
    | \#\#\[(?:error|warning|debug)\]                                        # GitHub Actions
    | [IWEF]\d{4}\ \d\d:\d\d:\d\d\.\d+\s+\d+\ [\w.]+:\d+\]\ ?                # klog
    """,
    re.VERBOSE,
)
_MESSAGES = ("log", "message", "msg", "error", "textPayload", "MESSAGE")


def messages(raw: str) -> list[str]:
    """Return what one line of a log says: the lines of its message when it is JSON, else itself, each made plain."""
    stripped = raw.strip()
    said = _message(stripped) if stripped.startswith("{") else None
    return [plain(line) for line in said.splitlines()] if said is not None else [plain(raw)]


def plain(line: str) -> str:
    """Return *line* without colours and prefixes, at most `LONGEST` characters of it."""
    if len(line) > LONGEST:
        first = LONGEST * 3 // 4
        line = line[:first] + line[first - LONGEST :]
    if "\x1b" in line:
        line = _ESCAPE.sub("", line)
    line = line.replace("\r", " ").rstrip()
    for _ in range(PREFIXES):
        prefix = _PREFIX.match(line)
        if prefix is None:
            break
        line = line[prefix.end() :]
    return line


def _message(line: str) -> str | None:
    """Return what a JSON log line says; None when it is none, or says nothing."""
    if len(line) > LONGEST_JSON or not line.endswith("}"):
        return None
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    texts = (entry.get(key) for key in _MESSAGES) if isinstance(entry, dict) else ()
    return next((text for text in texts if isinstance(text, str)), None)

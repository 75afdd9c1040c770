"""Variables of the environment that say where Python, or the shell, looks: PATH, PYTHONPATH, PYTHONUSERBASE."""

from __future__ import annotations

import re

from attrs import frozen

from venvoy.companions.image import Image
from venvoy.companions.paths import is_plain, old_paths
from venvoy.companions.sheet import Sheet
from venvoy.model.companion import Confidence, Place
from venvoy.model.source import Span

LOOKED_UP = frozenset({"PYTHONPATH", "PYTHONUSERBASE"})
"""Variables whose value is a place to look in, and not one that something is done with."""
_KEEPS_PATH = re.compile(r"\$\{?PATH\b|%\(ENV_PATH\)s")
_PATHS = re.compile(r"/[\w./@+-]*(?::/[\w./@+-]*)*")
_PAGE = "old-path-in-settings"


@frozen
class Setting:
    """A variable that a file sets."""

    name: str
    value: str
    """Without quotes."""
    span: Span
    """Of the value."""
    who: str
    """What sets it, for messages: a service, a program."""
    line: Span | None = None
    """The whole lines that can be taken out together with it; None when something else stands there."""
    expands: bool = True
    """True when ``$PATH`` means the image's there, as in a shell; in a compose file it is that of the host."""


def setting_place(sheet: Sheet, setting: Setting, image: Image) -> Place | None:
    """Return the place of a variable that looks where the migrated image has nothing, or hides what it has."""
    if setting.name == "PATH":
        return _path(sheet, setting, image)
    if setting.name == "PYTHONPATH":
        return _python_path(sheet, setting, image)
    if setting.name == "PYTHONUSERBASE":
        return _user_base(sheet, setting, image)
    return None


def _path(sheet: Sheet, setting: Setting, image: Image) -> Place | None:
    scripts = f"{image.relocation.venv}/bin"
    entries = setting.value.split(":")
    if scripts in entries or (setting.expands and _KEEPS_PATH.search(setting.value)):
        return None
    if not setting.value.strip() or old_paths(setting.value.encode("utf-8", "surrogateescape"), image.relocation):
        return None
    sure = Confidence.LIKELY if _PATHS.fullmatch(setting.value) and is_plain(scripts) else Confidence.REPORTED
    start = Span(setting.span.start, setting.span.start)
    return sheet.place(
        _PAGE,
        setting.span,
        f"{setting.who} sets PATH without {scripts}, so that python and scripts of packages are looked for elsewhere.",
        f"Put {scripts} in front of it.",
        sure,
        [(start, f"{scripts}:".encode())],
        (("site", "PATH"), ("destination", scripts)),
    )


def _python_path(sheet: Sheet, setting: Setting, image: Image) -> Place | None:
    entries = setting.value.split(":")
    old = [entry for entry in entries if _is_old(entry, image)]
    if not old:
        return None
    rest = ":".join(entry for entry in entries if entry not in old)
    facts = (("site", old[0]), ("destination", image.relocation.venv))
    message = f"{setting.who} puts {old[0]} on PYTHONPATH, where the migrated image has no packages any more."
    if rest:
        suggestion = "Leave that entry out: the environment's own Python finds its packages without being told."
        change = (setting.span, rest.encode("utf-8", "surrogateescape"))
        return sheet.place(_PAGE, setting.span, message, suggestion, Confidence.CERTAIN, [change], facts)
    return _taken_out(sheet, setting, image, message, facts)


def _is_old(entry: str, image: Image) -> bool:
    """Return True for a directory of packages, all of it, that the migration leaves; Python's version agrees, too."""
    plain = entry.rstrip("/").encode("utf-8", "surrogateescape")
    found = old_paths(plain, image.relocation)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain))
    return whole and found[0].program is None and found[0].confidence is not Confidence.REPORTED


def _user_base(sheet: Sheet, setting: Setting, image: Image) -> Place | None:
    base = setting.value.rstrip("/")
    pairs = (*image.relocation.moved, *image.relocation.scripts)
    if not base or not any(old.startswith(f"{base}/") for old, _ in pairs):
        return None
    message = f"{setting.who} sets PYTHONUSERBASE to {base}, where the migrated image has no packages any more."
    return _taken_out(sheet, setting, image, message, (("site", base), ("destination", image.relocation.venv)))


def _taken_out(sheet: Sheet, setting: Setting, image: Image, message: str, facts: tuple[tuple[str, str], ...]) -> Place:
    suggestion = f"Take {setting.name} out: the environment's own Python finds its packages without being told."
    # Without this line, the image's own value would be in force.
    if setting.line is None or image.sets(setting.name):
        return sheet.place(_PAGE, setting.span, message, suggestion, facts=facts)
    return sheet.place(_PAGE, setting.span, message, suggestion, Confidence.LIKELY, [(setting.line, b"")], facts)

"""Paths of the old layout that the file itself names: in CMD, ENTRYPOINT, HEALTHCHECK and RUN."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction
from venvoy.model.source import Span
from venvoy.model.trace import SiteKind
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch
from venvoy.rewrite.stopping import started
from venvoy.trace.carries import puts
from venvoy.trace.installers.pip import canonical

_STARTERS = {"CMD", "ENTRYPOINT", "HEALTHCHECK"}
_TEXTS = _STARTERS | {"RUN", "SHELL"}
_WRITERS = _TEXTS | {"COPY", "ADD", "ENV"}
_BY_CONFIGURATION = frozenset({"circusd", "cron", "crond", "runsvdir", "s6-svscan", "supervisord"})
"""Programs that start what files of theirs name."""
_FILE = "<<"
"""Stands for an instruction where patterns are about the text of a file that a COPY brings as a heredoc."""
# What to look for, what to write, in which instructions, and whether also before the venv is there.
_Pattern = tuple[re.Pattern[bytes], bytes, frozenset[str], bool]
# Console scripts of common distributions; others below /usr/local/bin may be anything.
_KNOWN_SCRIPTS = (
    "airflow|alembic|celery|daphne|django-admin|fastapi|flask|granian|gunicorn|hypercorn|pytest|scrapy|streamlit"
    "|uvicorn|uwsgi|waitress-serve"
)


# Programs that images bring along, and shell scripts, which no package of Python's puts there.
_BASE_PROGRAM = re.compile(r"^(?:tini|dumb-init|gosu|su-exec|pip[\d.]*|uv|.*\.sh|docker-entrypoint.*)$")


_BARE = frozenset(
    {
        "almalinux", "alpine", "amazonlinux", "centos", "debian", "fedora", "oraclelinux", "pypy", "python",
        "rockylinux", "ubi", "ubuntu", "uv",
    }
)  # fmt: skip
"""Families of images with nothing in /usr/local/bin but what belongs to Python."""


def rename_references(sketch: Sketch, move: Move, starts: dict[int, int]) -> None:
    """Let lines that name a path of a site that is left name the venv's instead."""
    patterns = _patterns(move)
    if not patterns:
        return
    replaced = {carry.instruction for carry in move.carries}
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword not in _WRITERS or instruction.span.start in replaced:
                continue
            if instruction.flag("from") is not None:
                continue
            early = instruction.span.start < starts.get(stage.index, 0)
            # Before the venv is there, a script can only be named in what is written for later.
            _rename(sketch, move, instruction, [p for p in patterns if not early or p[3]])


def _own_scripts(move: Move) -> list[str]:
    """Return programs of /usr/local/bin that a stage starts and that nothing but its packages can have brought."""
    found: list[str] = []
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword in _STARTERS:
                found += re.findall(r"/usr/local/bin/([\w.-]+)", instruction.argument.text)
    others = tuple(move.view.other_writers(move.stages))
    own = [name for name in dict.fromkeys(found) if not puts(name, others) and not _BASE_PROGRAM.match(name)]
    bare = all(move.view.surroundings.bases[stage.index].family in _BARE for stage in move.stages)
    # An image of another purpose has programs of its own there: a node, a php, an entrypoint.
    asked = {canonical(re.split(r"[\[=<>~!@; ]", word)[0]) for install in move.installs for word in install.what}
    return own if bare else [name for name in own if canonical(name) in asked]


def _patterns(move: Move) -> list[_Pattern]:
    """Return (what to look for, what to write, in which instructions)."""
    venv = move.choices.venv.encode()
    found: list[_Pattern] = []
    for root in move.old_roots:
        names = [re.escape(root.encode())]
        if any(site.kind is SiteKind.USER and site.root.text == root for site in move.sites):
            names += [rb"~/\.local", rb"\$\{?HOME\}?/\.local"]
        if any(site.kind is SiteKind.USER_BASE and site.root.text == root for site in move.sites):
            names += [rb"\$\{?PYTHONUSERBASE\}?"]
        # Below the root only what pip fills is the venv's now; other files, such as ~/.local/share, stay.
        end = rb"(?=(?:/(?:bin|lib|lib64|include)(?![\w-]))|[\"'\s:;,)\]]|/?$|/[\"'\s])"
        pattern = re.compile(rb"(?<![\w/.~-])(?:" + b"|".join(names) + b")" + end)
        found.append((pattern, venv, frozenset(_TEXTS | {_FILE}), False))
    scripts = "|".join((_KNOWN_SCRIPTS, *map(re.escape, _own_scripts(move))))
    packaged = any(move.view.packaged(stage.index) for stage in move.stages)
    # The interpreter of a distribution is /usr/bin/python3, and Alpine's pip puts scripts there too.
    folder = rb"/usr/(?:local/)?bin/" if packaged else rb"/usr/local/bin/"
    program = folder + rb"(?=(?:python[\d.]*|" + scripts.encode() + rb")(?:[\"'\s;,)\]]|$))"
    found.append((re.compile(rb"(?<![\w/.~-])" + program), venv + b"/bin/", frozenset(_STARTERS), False))
    if any(site.kind is SiteKind.SYSTEM for site in move.sites):
        # In a RUN only where a command starts: as an argument (ln -s, crontab) it may mean the interpreter itself.
        start = rb"(?:\bRUN|&&|\|\||;|\|)[ \t]*(?:\\[ \t]*\r?\n[ \t]*)*"
        found.append((re.compile(start + b"(?P<place>" + program + b")"), venv + b"/bin/", frozenset({"RUN"}), False))
        # A console script is the venv's wherever it is named: linked, copied, or started.
        script = rb"/usr/local/bin/(?=(?:" + scripts.encode() + rb")(?:[\"'\s;,)\]]|$))"
        found.append((re.compile(rb"(?<![\w/.~-])" + script), venv + b"/bin/", frozenset({"RUN", _FILE}), True))
        found.append((re.compile(rb"(?<![\w/.~-])" + program), venv + b"/bin/", frozenset({_FILE}), False))
        if packaged:
            found += _debian_packages(venv)
        packages = re.compile(
            rb"(?<![\w.~-])/usr/local(?=/lib/python(?:[\d.*?]+|\*|\$\{?\w+\}?)/site-packages(?![\w-]))"
        )
        found += _set_or_used(packages, venv)
    return found


def _set_or_used(pattern: re.Pattern[bytes], new: bytes) -> list[_Pattern]:
    """Return the patterns for a place that lines use once the venv is there, and that an ENV may name before."""
    return [(pattern, new, frozenset(_WRITERS - {"ENV"}), False), (pattern, new, frozenset({"ENV"}), True)]


def _debian_packages(venv: bytes) -> list[_Pattern]:
    """Return what turns Debian's directory of pip's packages, which has a name of its own, into the venv's."""
    folder = rb"(?<![\w.~-])/usr/local(?=/lib/python(?:[\d.*?]+|\*|\$\{?\w+\}?)/dist-packages(?![\w-]))"
    name = rb"(?<![\w.~-])/usr/local/lib/python(?:[\d.*?]+|\*|\$\{?\w+\}?)/(?P<place>dist-packages)(?![\w-])"
    return [*_set_or_used(re.compile(folder), venv), *_set_or_used(re.compile(name), b"site-packages")]


_ABOUT_SITE = re.compile(r"\b(find|chown|chmod)\b[^;&|]*\s/usr/local(?:/lib(?:/python[\d.]+)?)?/?(?:\s|$)")
_SHARED = re.compile(r"/usr/local/(?:share/(?!ca-certificates|fonts|man|doc|zoneinfo)|etc/)[\w./-]+")


def _relative(move: Move, instruction: Instruction) -> list[_Pattern]:
    """Return the pattern for `.local/bin/x`, where the working directory is the home directory."""
    workdir = (move.scope(instruction).workdir.text or "/").rstrip("/")
    if f"{workdir}/.local" not in move.old_roots:
        return []
    pattern = re.compile(rb"(?<=[\s\"'])(?:\./)?\.local(?=/bin/)")
    return [(pattern, move.choices.venv.encode(), frozenset(_STARTERS), False)]


def _is_cut(sketch: Sketch, instruction: Instruction, text: str) -> bool:
    """Return True when *text* of an instruction is taken out."""
    start = sketch.content.find(text.encode("utf-8", "surrogateescape"), instruction.span.start, instruction.span.end)
    gone = [edit.span for edit in sketch.edits if not edit.replacement]
    return start >= 0 and any(span.start <= start < span.end for span in gone)


def _rename(
    sketch: Sketch,
    move: Move,
    instruction: Instruction,
    patterns: list[_Pattern],
) -> None:
    taken = [edit.span for edit in sketch.edits]
    about = _ABOUT_SITE.search(instruction.argument.text) if instruction.keyword == "RUN" else None
    if about and not _is_cut(sketch, instruction, about.group()):
        sketch.note(f"This {about[1]} is about /usr/local, where the packages no longer are.", instruction.lines)
    shared = _SHARED.search(instruction.argument.text)
    if shared and any(site.kind is SiteKind.SYSTEM for site in move.sites):
        text = f"{shared.group()} is named here; data files of packages are below the venv now."
        sketch.note(text, instruction.lines)
    if instruction.keyword in {"CMD", "ENTRYPOINT"}:
        _mention_configuration(sketch, move, instruction)
    for pattern, new, keywords, _ in (*patterns, *_relative(move, instruction)):
        for part in _parts(instruction, keywords):
            for match in pattern.finditer(sketch.content, part.start, part.end):
                place = "place" if "place" in pattern.groupindex else 0
                span = Span(match.start(place), match.end(place))
                if any(s.start < span.end and span.start < s.end for s in taken):
                    continue
                taken.append(span)
                sketch.replace(span, new, move.cause(None, "This path is the venv's now."))


def _mention_configuration(sketch: Sketch, move: Move, instruction: Instruction) -> None:
    """Say where to look by hand, when files that are not read decide what starts."""
    program = started(tuple(word.text for word in instruction.words))
    if program in _BY_CONFIGURATION:
        sketch.note(
            f"What {program} starts is named in files that are not read: a Python, or a script of a package, that they "
            f"name by its path is in {move.choices.venv}/bin now.",
            instruction.lines,
        )


def _parts(instruction: Instruction, keywords: frozenset[str]) -> list[Span]:
    """Return where a pattern for *keywords* is looked for: the whole instruction, or the files that it writes."""
    if instruction.keyword in keywords:
        return [instruction.span]
    if _FILE in keywords and instruction.keyword in {"COPY", "ADD"}:
        return [heredoc.body_span for heredoc in instruction.heredocs]
    return []

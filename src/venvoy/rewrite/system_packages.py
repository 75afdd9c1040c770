"""System packages that are only needed to build, and the runtime halves of ``-dev`` packages.

Names from the packages' own metadata (https://packages.debian.org). A name is listed only where it is the same in every
release given for it; what is not listed stays in both stages.
"""

from __future__ import annotations

import re

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.environment import Base
from venvoy.model.shell import Command, Script, ShellWord
from venvoy.model.source import Span
from venvoy.rewrite.tokens import word_removal

BUILD_ONLY = frozenset(
    {
        "autoconf", "automake", "build-essential", "cmake", "g++", "gcc", "gfortran", "git", "libc6-dev", "libc-dev",
        "libpython3-dev", "libtool", "linux-libc-dev", "make", "ninja-build", "pkg-config", "pkgconf", "python3-dev",
        "python-dev", "cargo", "rustc", "cython3", "swig", "patch", "m4", "bison", "flex", "libffi-dev:native",
        "python3-setuptools", "python3-wheel",
    }
)  # fmt: skip

# The same name in Debian 11, 12 and 13.
_DEBIAN = {
    "default-libmysqlclient-dev": "libmariadb3", "libmariadb-dev": "libmariadb3", "libbz2-dev": "libbz2-1.0",
    "libcairo2-dev": "libcairo2", "libfreetype6-dev": "libfreetype6", "libfreetype-dev": "libfreetype6",
    "libjpeg-dev": "libjpeg62-turbo", "libjpeg62-turbo-dev": "libjpeg62-turbo", "liblcms2-dev": "liblcms2-2",
    "liblzma-dev": "liblzma5", "libopenjp2-7-dev": "libopenjp2-7", "libpango1.0-dev": "libpango-1.0-0",
    "libpq-dev": "libpq5", "libsasl2-dev": "libsasl2-2", "libsndfile1-dev": "libsndfile1",
    "libsqlite3-dev": "libsqlite3-0", "libxml2-dev": "libxml2", "libxslt1-dev": "libxslt1.1",
    "libxslt-dev": "libxslt1.1", "libyaml-dev": "libyaml-0-2", "libzmq3-dev": "libzmq5", "zlib1g-dev": "zlib1g",
    "libopenblas-dev": "libopenblas0", "librdkafka-dev": "librdkafka1",
}  # fmt: skip
_BY_RELEASE = {
    "bookworm": {
        "libffi-dev": "libffi8", "libssl-dev": "libssl3", "libtiff-dev": "libtiff6", "libwebp-dev": "libwebp7",
        "libldap2-dev": "libldap-2.5-0", "libldap-dev": "libldap-2.5-0", "libcurl4-openssl-dev": "libcurl4",
        "libmagic-dev": "libmagic1", "libreadline-dev": "libreadline8", "libglib2.0-dev": "libglib2.0-0",
    },
    "bullseye": {
        "libffi-dev": "libffi7", "libssl-dev": "libssl1.1", "libtiff-dev": "libtiff5", "libwebp-dev": "libwebp6",
    },
    "trixie": {"libffi-dev": "libffi8", "libtiff-dev": "libtiff6", "libwebp-dev": "libwebp7"},
}  # fmt: skip

_ALPINE_BUILD_ONLY = frozenset(
    {
        "alpine-sdk", "autoconf", "automake", "build-base", "cargo", "cmake", "g++", "gcc", "gfortran", "git",
        "libc-dev", "libtool", "linux-headers", "make", "musl-dev", "patch", "pkgconf", "pkgconfig", "python3-dev",
        "rust",
    }
)  # fmt: skip

_APT = {"apt-get", "apt", "apk"}
# What may stand beside apt in a RUN without the RUN being about more than system packages.
_BESIDE = {"rm", "set", "true", "echo", "export"}
_CLEARED = re.compile(r"^(?:/var/(?:lib/apt|cache|log|tmp)|/tmp|/root/\.cache|/etc/apt/apt\.conf\.d)(?:/|$)")
_SIMPLE = re.compile(r"^[a-z0-9][a-z0-9.+-]+$")


@frozen
class Reduced:
    """An apt RUN as the last stage needs it."""

    text: bytes
    """The instruction; empty when nothing of it is needed."""
    dropped: tuple[str, ...]
    """Packages left out."""
    replaced: tuple[tuple[str, str], ...]
    """(-dev package, runtime package)."""


def reduced(
    content: bytes, instruction: Instruction, script: Script, base: Base, needed: str, escape: str
) -> Reduced | None:
    """Return the apt RUN without what only building needs, or None when it stays as it is.

    *needed* is the text of everything that runs in the last stage: a tool that it names is not dropped.
    """
    if not is_apt_only(script):
        return None
    words = [word for command in script.commands for word in _packages(command)]
    if any(word.literal is None or not _SIMPLE.match(word.literal) for word in words):
        return None
    raw = [word.literal for command in script.commands for word in command.argv]
    if any(w in {"-t", "--virtual"} or (w or "").startswith(("--virtual=", ".")) for w in raw) and "apk" in raw:
        return None
    runtime = _runtime_names(base)
    tools = _ALPINE_BUILD_ONLY if "apk" in raw else BUILD_ONLY
    wanted = any(w.literal in tools and _named(w.literal or "", needed) for w in words)
    # Where one build tool is still called, those that it calls in turn are needed as well.
    dropped = [] if wanted else [w for w in words if w.literal in tools]
    swapped = [(w, runtime[w.literal or ""]) for w in words if (w.literal or "") in runtime]
    if not dropped and not swapped:
        return None
    names = tuple(w.literal or "" for w in dropped)
    pairs = tuple((w.literal or "", new) for w, new in swapped)
    if len(dropped) == len(words):
        return Reduced(b"", names, pairs)
    edits = [(word_removal(content, w.span, escape), b"") for w in dropped]
    present = {w.literal for w in words}
    for word, new in swapped:
        if new in present:
            edits.append((word_removal(content, word.span, escape), b""))
        else:
            edits.append((word.span, new.encode()))
            present.add(new)
    return Reduced(_edited(content, instruction.span, edits), names, pairs)


def is_apt_only(script: Script) -> bool:
    """Return True when a script does nothing but call apt or apk and clean up after it."""
    if script.opaques or not script.commands:
        return False
    names = [command.argv[0].literal for command in script.commands if command.argv]
    written = [
        r.target.literal for c in script.commands for r in c.redirects if r.target is not None and ">" in r.operator
    ]
    cleared = [w.raw for c in script.commands if c.argv and c.argv[0].literal == "rm" for w in c.argv[1:]]
    return (
        any(name in _APT for name in names)
        and all(name in _APT | _BESIDE for name in names)
        and all(target == "/dev/null" for target in written)
        and all(word.startswith("-") or _CLEARED.match(word) for word in cleared)
    )


def _packages(command: Command) -> tuple[ShellWord, ...]:
    literals = [word.literal for word in command.argv]
    verb = "add" if literals[:1] == ["apk"] else "install"
    if not literals or literals[0] not in _APT or verb not in literals:
        return ()
    behind = command.argv[literals.index(verb) + 1 :]
    return tuple(word for word in behind if not (word.literal or "x").startswith("-"))


def _runtime_names(base: Base) -> dict[str, str]:
    if base.family not in {"python", "debian", "uv"} or base.libc == "musl":
        return {}
    return {**_DEBIAN, **_BY_RELEASE.get(base.distribution or "", {})}


def _named(package: str, text: str) -> bool:
    compilers = "gcc|g\\+\\+|cc|make"
    tools = {"build-essential": compilers, "build-base": compilers, "alpine-sdk": compilers, "rustc": "rustc|cargo"}
    return re.search(rf"(?<![\w./-])(?:{tools.get(package, re.escape(package))})(?![\w.-])", text) is not None


def _edited(content: bytes, span: Span, edits: list[tuple[Span, bytes]]) -> bytes:
    pieces, at = [], span.start
    for place, new in sorted(edits, key=lambda edit: edit[0]):
        pieces += [content[at : max(at, place.start)], new]
        at = max(at, place.end)
    return b"".join((*pieces, content[at : span.end]))

"""What an application expects of the system around it: the locale that a variable names, and certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.images.reading.tree import Tree
from venvoy.model.comparison import Difference, Judgement, Subject
from venvoy.model.image import Image, ImageContents

_BUILT_IN = re.compile(r"|C|POSIX|C\.(UTF-?8|utf-?8)")
"""Locales that need no files: those of the C library itself, and C.UTF-8, which Python does without (PEP 538)."""
_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Where OpenSSL of Debian and Alpine, of Red Hat, and of others looks."""


def locale_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield the locale that the rewrite names and lacks, and that the original has."""
    name = _named(after)
    if not _has(before.contents, name) or _has(after.contents, name):
        return
    owner = before.contents.system_files.get(f"/usr/lib/locale/{spelled(name)}")
    how = f"The package {owner} has it" if owner else "What made it (locale-gen, localedef) did not run there"
    why = f"A variable names this locale, and the last stage lacks it. {how}."
    yield Difference(Subject.LOCALE, name, "there", None, Judgement.SURPRISE, why)


def certificate_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield that the certificates of authorities are gone: no connection over TLS could be checked any more."""
    old, new = bundle(before.contents), bundle(after.contents)
    if old is not None and new is None:
        how = (
            "the package ca-certificates brings them"
            if "ca-certificates" in before.contents.system_packages
            else ("no package brought them: they have to be copied")
        )
        why = f"Without certificates no server can be trusted; {how}."
        yield Difference(Subject.CERTIFICATES, "certificates", old, None, Judgement.SURPRISE, why)


def bundle(contents: ImageContents) -> str | None:
    """Return where the certificates of authorities are; None when there are none."""
    tree = Tree(contents.files)
    return next((path for path in _BUNDLES if tree.real(path)), None)


def spelled(name: str) -> str:
    """Return a locale's name as glibc files it: ``de_DE.UTF-8`` is ``de_DE.utf8``."""
    stem, dot, codeset = name.partition(".")
    code, at, modifier = codeset.partition("@")
    return f"{stem}{dot}{re.sub(r'[^a-z0-9]', '', code.lower())}{at}{modifier}"


def _named(image: Image) -> str:
    """Return the locale that variables name, in the order in which setlocale(3) asks them."""
    env = image.config.env
    return next((env[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(name)), "")


def _has(contents: ImageContents, name: str) -> bool:
    return contents.locales is None or _BUILT_IN.fullmatch(name) is not None or spelled(name) in contents.locales

"""The parts of an image reference, also where variables stand in it."""

from __future__ import annotations

import re

from attrs import frozen

MASK = "\0"
"""Stands for each character of a variable whose value is not known."""

_VARIABLE = re.compile(r"\$(?:[A-Za-z_][A-Za-z0-9_]*|\{)")
_OF_DOCKER_HUB = re.compile(
    r"(?:docker\.io|index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com"
    r"|public\.ecr\.aws/docker|mirror\.gcr\.io)/"
)
_OFFICIAL = re.compile(r"(?:library|amd64|i386|arm32v[567]|arm64v8|ppc64le|s390x|riscv64|mips64le)/(?=[^/]+$)")
_SHARED_HOSTS = re.compile(
    r"(?:ghcr\.io|quay\.io|gcr\.io|[a-z]+\.gcr\.io|public\.ecr\.aws|mcr\.microsoft\.com|nvcr\.io|cgr\.dev"
    r"|registry\.gitlab\.com|registry\.access\.redhat\.com|registry\.redhat\.io)/"
)


@frozen
class ImageName:
    """An image reference, cut into its parts; unknown characters are `MASK`."""

    path: str
    """Registry and repository. Docker Hub's host, its public mirrors and ``library/`` are left out."""
    tag: str
    """``latest`` when neither tag nor digest is written; empty with a digest alone."""
    digest: str
    """Such as ``sha256:…``, or empty."""

    def within(self) -> tuple[str, ...]:
        """Return what the path may stand for when its host is a private mirror: itself without leading parts.

        Empty for Docker Hub and for hosts on which everybody can publish, where a name means just what it says.
        """
        parts = self.path.split("/")
        private = MASK in parts[0] or any(mark in parts[0] for mark in ".:") or parts[0] == "localhost"
        if not private or _SHARED_HOSTS.match(self.path):
            return ()
        whole = (parts[0].lstrip(MASK),) if len(parts) == 1 else ()
        shorter = tuple(canonical("/".join(parts[skip:])) for skip in range(1, len(parts)))
        return tuple(path for path in (*whole, *shorter) if path.strip(MASK))


def masked(reference: str) -> str:
    """Return *reference* with every character of a variable replaced by `MASK`: as long as before."""
    done: list[str] = []
    at = 0
    for match in _VARIABLE.finditer(reference):
        if match.start() < at:
            continue
        end = _closing(reference, match.end()) if match.group().endswith("{") else match.end()
        done += [reference[at : match.start()], MASK * (end - match.start())]
        at = end
    return "".join(done) + reference[at:]


def _closing(text: str, at: int) -> int:
    """Return the place behind the brace that closes the one before *at*; the end when none does."""
    depth = 1
    while at < len(text) and depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at


def image_name(text: str) -> ImageName:
    """Cut an image reference, which may contain `MASK`, into its parts."""
    named, _, digest = text.partition("@")
    colon = named.rfind(":")
    path, tag = (named[:colon], named[colon + 1 :]) if colon > named.rfind("/") else (named, "")
    return ImageName(canonical(path), tag or ("" if digest else "latest"), digest)


def canonical(path: str) -> str:
    """Return a repository path without Docker Hub's host, its public mirrors and the folder of official images."""
    return _OFFICIAL.sub("", _OF_DOCKER_HUB.sub("", path, count=1), count=1)


def version_part(reference: str) -> str | None:
    """Return the tag of *reference* up to its first hyphen, variables as written: ``${V}`` of ``python:${V}-slim``.

    None when there is no tag, so that nothing is written to compare.
    """
    outline = masked(reference).partition("@")[0]
    colon = outline.rfind(":")
    if colon <= outline.rfind("/"):
        return None
    hyphen = outline.find("-", colon)
    return reference[colon + 1 : hyphen if hyphen != -1 else len(outline)]

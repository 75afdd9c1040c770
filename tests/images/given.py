"""File systems and images that the tests of the room make up."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from attrs import evolve, field, frozen

from venvoy.images.comparing.verdict import compared
from venvoy.images.reading.archive import Archive, read_archive
from venvoy.images.reading.contents import contents
from venvoy.model.comparison import Comparison, Expectations, Subject
from venvoy.model.engine import Builder, Engine
from venvoy.model.image import Image, ImageConfig, NotProbed, SearchPath

VENV = "/opt/venv"
SITE = f"{VENV}/lib/python3.12/site-packages"
OLD_SITE = "/root/.local/lib/python3.12/site-packages"
PATH = "/usr/local/bin:/usr/bin:/bin"
EXPECTED = Expectations(venvs=frozenset({VENV}))


@frozen
class Entry:
    """A path that is no plain file."""

    kind: bytes
    link: str = ""
    mode: int = 0o755


@frozen
class Program:
    """An executable file."""

    content: bytes = b"\x7fELF"
    owner: int = 0


Files = Mapping[str, bytes | Entry | Program]


def archive(files: Files) -> Archive:
    """Return *files* as they are read from an archive of them."""
    return read_archive(chunks(files))


def chunks(files: Files) -> Iterator[bytes]:
    """Yield the tar archive of *files* in uneven pieces."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tar:
        links = {path for path, what in files.items() if isinstance(what, Entry)}
        for above in sorted(_above(files) - links):
            _add(tar, above.removeprefix("/"), directory())
        for path, what in files.items():
            _add(tar, path.removeprefix("/"), what)
    raw = whole.getvalue()
    for start in range(0, len(raw), 1000):
        yield raw[start : start + 1000]


def _above(files: Files) -> set[str]:
    return {str(parent) for path in files for parent in PurePosixPath(path).parents if str(parent) != "/"}


def _add(tar: tarfile.TarFile, name: str, what: bytes | Entry | Program) -> None:
    info = tarfile.TarInfo(name)
    if isinstance(what, Entry):
        info.type, info.linkname, info.mode = what.kind, what.link, what.mode
        tar.addfile(info)
        return
    content = what if isinstance(what, bytes) else what.content
    info.size, info.mode = len(content), 0o644 if isinstance(what, bytes) else 0o755
    info.uid = what.owner if isinstance(what, Program) else 0
    tar.addfile(info, io.BytesIO(content))


def link(to: str) -> Entry:
    """Return a symbolic link."""
    return Entry(tarfile.SYMTYPE, to)


def directory() -> Entry:
    """Return a directory."""
    return Entry(tarfile.DIRTYPE)


def package(
    name: str, version: str, site: str, *, requires: tuple[str, ...] = (), scripts: tuple[str, ...] = (), more: str = ""
) -> dict[str, bytes]:
    """Return the files of a wheel as an installer leaves them, its scripts not among them."""
    at = f"{site}/{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {need}\n" for need in requires)
    points = "[console_scripts]\n" + "".join(f"{script} = {name}:main\n" for script in scripts)
    record = f"{name}/__init__.py,,\n{name}-{version}.dist-info/METADATA,,\n{more}"
    return {
        f"{site}/{name}/__init__.py": b"",
        f"{at}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}\nA text.\n".encode(),
        f"{at}/RECORD": record.encode(),
        f"{at}/entry_points.txt": points.encode() if scripts else b"",
    }


@frozen
class Made:
    """What an image is made from."""

    files: Files
    config: ImageConfig = field(factory=lambda: ImageConfig(env={"PATH": PATH}))
    search_path: SearchPath | NotProbed = field(factory=lambda: NotProbed("It was made up."))

    def image(self) -> Image:
        """Return the image."""
        return Image(
            "sha256:0", 1000, (), self.config, contents(archive(self.files), self.config.env), self.search_path
        )


PYTHON: dict[str, bytes | Entry | Program] = {
    "/usr/local/bin/python3.12": Program(),
    "/usr/local/bin/python": link("python3.12"),
    "/etc/passwd": b"root:x:0:0::/root:/bin/sh\n",
}
"""What every image has here."""


def before(**changes: bytes | Entry | Program | None) -> dict[str, bytes | Entry | Program]:
    """Return a user install of ``shop``, with a script, and an application beside it."""
    files: dict[str, bytes | Entry | Program] = {
        **PYTHON,
        **package("shop", "1.0", OLD_SITE, scripts=("shop",), more="../../../bin/shop,,\n"),
        "/root/.local/bin/shop": Program(b"#!/usr/local/bin/python3.12\nimport shop\n"),
        "/srv/main.py": b"print()\n",
    }
    return _changed(files, changes)


def after(**changes: bytes | Entry | Program | None) -> dict[str, bytes | Entry | Program]:
    """Return the same in an environment."""
    files: dict[str, bytes | Entry | Program] = {
        **PYTHON,
        f"{VENV}/pyvenv.cfg": b"home = /usr/local/bin\nversion = 3.12.1\n",
        f"{VENV}/bin/python": link("/usr/local/bin/python3.12"),
        **package("pip", "23.2.1", SITE),
        **package("shop", "1.0", SITE, scripts=("shop",), more="../../../bin/shop,,\n"),
        f"{VENV}/bin/shop": Program(f"#!{VENV}/bin/python\nimport shop\n".encode()),
        "/srv/main.py": b"print()\n",
    }
    return _changed(files, changes)


def _changed(
    files: dict[str, bytes | Entry | Program], changes: Mapping[str, bytes | Entry | Program | None]
) -> dict[str, bytes | Entry | Program]:
    """Return *files* with *changes*, whose None takes a path away."""
    return {path: what for path, what in (files | dict(changes)).items() if what is not None}


ENGINE = Engine("unix:///e", "a test", "Docker", "20", "linux/amd64", Builder.BUILDKIT, "docker")
OLD = ImageConfig(command=("shop",), env={"PATH": f"/root/.local/bin:{PATH}"}, workdir="/srv", platform="linux/amd64")
NEW = evolve(OLD, env={"PATH": f"{VENV}/bin:{PATH}"})
ORIGINAL = Made(before(), OLD)
REWRITE = Made(after(), NEW)
LIBRARY = ("/usr/local/lib/python3.12",)
IN_VENV = SearchPath(
    f"{VENV}/bin/python", "3.12.1", VENV, "/usr/local", OLD_SITE, ("", *LIBRARY, SITE), LIBRARY, library=LIBRARY
)


def held(old: Made, new: Made, expected: Expectations = EXPECTED) -> Comparison:
    """Return the comparison of two images."""
    return compared(ENGINE, old.image(), new.image(), expected)


def surprises(old: Made, new: Made, expected: Expectations = EXPECTED) -> list[tuple[Subject, str]]:
    """Return what is not expected between two images."""
    return [(one.subject, one.name) for one in held(old, new, expected).surprises]

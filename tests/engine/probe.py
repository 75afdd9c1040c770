"""What an image's own Python knows about itself; runs inside of a container and prints JSON.

It is fed to ``python -I -``, so it must stand alone, and every Python that an image may hold must understand it.
"""

import json
import os
import re
import sys
import sysconfig
import zipfile
from importlib import metadata
from pathlib import Path

NOT_FILES = {"/proc", "/sys", "/dev"}


def plain(name):
    """Return the name of a distribution in the one spelling that indexes compare."""
    return re.sub(r"[-_.]+", "-", name).lower()


def described(directory, names, files):
    """Yield where in *directory* distributions are described: by pip, by setuptools, or in a source that it links."""
    yield from (Path(directory, name) for name in names if name.endswith(".dist-info"))
    if not directory.endswith("/site-packages"):
        return
    for name in names:
        if name.endswith(".egg-info"):
            yield Path(directory, name)
        elif name.endswith(".egg"):
            yield Path(directory, name, "EGG-INFO")
    for name in files:
        if name.endswith(".egg"):
            yield zipfile.Path(Path(directory, name), "EGG-INFO/")
        elif name.endswith(".egg-link"):
            source = Path(directory, name).read_text(encoding="utf-8").splitlines()[0]
            yield from Path(source).glob("*.egg-info")


def distributions():
    """Yield name, version, directory and needs of every distribution anywhere in the image's file system."""
    for directory, names, files in os.walk("/"):
        # What setuptools and pip carry inside of themselves is a part of them, not installed.
        names[:] = [name for name in names if str(Path(directory, name)) not in NOT_FILES and name != "_vendor"]
        for place in described(directory, names, files):
            about = metadata.PathDistribution(place)
            yield plain(about.metadata["Name"]), about.version, directory, about.requires or []


def interpreter(script):
    """Return the program that a script names in its first line; the script itself when it names none."""
    with script.open("rb") as lines:
        first = lines.readline()
    return Path(os.fsdecode(first[2:].split()[0])) if first.startswith(b"#!") else script


def dead_scripts():
    """Yield the distribution and path of each console script that is not there, or that names a program that is not."""
    for distribution in metadata.distributions():
        for entry in distribution.entry_points:
            if entry.group == "console_scripts":
                script = Path(sysconfig.get_path("scripts"), entry.name)
                if not script.is_file() or not os.access(interpreter(script), os.X_OK):
                    yield plain(distribution.metadata["Name"]), str(script)


library = Path(sysconfig.get_path("stdlib"))
archive = "python{}{}.zip".format(*sys.version_info)
json.dump(
    {
        "distributions": sorted(distributions()),
        "prefix": sys.prefix,
        "python": "{}.{}.{}".format(*sys.version_info),
        "in_environment": sys.prefix != sys.base_prefix,
        "sys_path": sys.path,
        "standard_library": [str(library), str(library / "lib-dynload"), str(Path(sys.base_prefix, "lib", archive))],
        "dead_scripts": sorted(dead_scripts()),
    },
    sys.stdout,
)

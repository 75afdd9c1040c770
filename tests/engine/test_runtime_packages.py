"""The table of system packages against the metadata of the releases that it speaks of.

With VENVOY_UPDATE_SNAPSHOTS set, the values of Debian's sections are written anew; names come and go by hand.
"""

from __future__ import annotations

import os
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from debian_metadata import Release, release_of

from engine import Engine, EngineError

IMAGE = "debian:bookworm-slim"
TABLE = Path(str(resources.files("venvoy.rewrite").joinpath("system_packages.toml")))
# The image's own sources, with another release in them; what is printed is what the table is made from.
READ = """
sed -i 's/bookworm/{release}/g' /etc/apt/sources.list.d/debian.sources
apt-get -qq update > /dev/null 2>&1 && apt-cache show gcc > /dev/null || exit 7
apt-cache dumpavail | grep -E '^(Package|Source|Section|Depends|Pre-Depends|Provides):|^$'
"""

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module", params=["bookworm", "trixie", "bullseye"])
def release(request: pytest.FixtureRequest, engine: Engine) -> tuple[str, Release]:
    """Return a release of Debian as apt sees it in a container; it is skipped where apt does not reach it."""
    try:
        dump = engine.run(IMAGE, "sh", "-c", READ.format(release=request.param))
    except EngineError as error:
        pytest.skip(f"apt does not reach {request.param} from a container: {error}")
    return request.param, release_of(dump)


def sections() -> dict[str, dict[str, str]]:
    """Return the sections of the table that name runtime packages."""
    read = tomllib.loads(TABLE.read_text("utf-8"))
    del read["build-only"]
    return read


def test_every_line_is_what_the_release_says(release: tuple[str, Release]) -> None:
    """A -dev package stands for the libraries that it needs in its own version, and for no others."""
    name, packages = release
    table = sections()[name]
    found = {development: " ".join(packages.runtime(development) or ("missing",)) for development in table}
    headers = {development for development, value in table.items() if not value}
    expected = {key: value for key, value in found.items() if key not in headers}
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") == "1":
        _rewrite(name, expected)
    assert expected == {key: value for key, value in table.items() if key not in headers}


def test_every_runtime_package_is_there(release: tuple[str, Release]) -> None:
    """Each name that the last stage would install exists in the release."""
    name, packages = release
    wanted = {package for value in sections()[name].values() for package in value.split()}
    assert set() == wanted - set(packages.packages)


def _rewrite(section: str, values: dict[str, str]) -> None:
    text = TABLE.read_text("utf-8")
    head, mark, rest = text.partition(f"\n[{section}]\n")
    body, behind, tail = rest.partition("\n[")
    for name, value in values.items():
        body = re.sub(rf'^"{re.escape(name)}" = .*$', f'"{name}" = "{value}"', body, flags=re.MULTILINE)
    TABLE.write_text(head + mark + body + behind + tail, "utf-8")

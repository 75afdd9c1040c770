"""What compose services have to do with a start that the migration gives -I."""

from __future__ import annotations

import pytest
from attrs import evolve

from companions.given import image, relocation
from migrating import analysed
from venvoy.companions.image import Image
from venvoy.companions.survey import survey
from venvoy.model.companion import Confidence, Place

BEFORE = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install .\nCMD {}\n"
AFTER = (
    "FROM python:3.12-slim AS build\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\n"
    "COPY . .\nRUN pip install {}\nFROM python:3.12-slim\nWORKDIR /app\nENV PATH=/opt/venv/bin:$PATH\n"
    "COPY --from=build /opt/venv /opt/venv\nCOPY . .\n{}\n"
)
PLAIN, ISOLATED = '["python", "-m", "shop"]', 'CMD ["python", "-I", "-m", "shop"]'
MOUNTED = 'volumes: [".:/app"]'


def isolated(start: str = ISOLATED, install: str = ".", before: str = PLAIN) -> Image:
    """Return an image of which the migrated Dockerfile ends in *start*."""
    return Image(
        analysed(BEFORE.format(before)), analysed(AFTER.format(install, start)), relocation(), "Dockerfile", ""
    )


def found(of: Image, *lines: str) -> list[Place]:
    """Return what is told of isolated mode in a compose file with one service, of which these are lines."""
    text = "services:\n  web:\n    build: .\n" + "".join(f"    {line}\n" for line in lines)
    companions = survey({"compose.yaml": text.encode()}, of)
    return [place for one in companions for place in one.places if place.page == "isolated-mode"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param((MOUNTED,), ["web mounts . at /app, and with -I the copy in /opt/venv runs"], id="the source"),
        pytest.param(('volumes: ["./shop:/app/shop"]',), ["web mounts ./shop at /app/shop"], id="a part of it"),
        pytest.param(('volumes: ["./data:/data"]',), [], id="somewhere else"),
        pytest.param(('volumes: ["source:/app"]',), [], id="a volume, which is filled from the image"),
        pytest.param(
            (MOUNTED, "command: python -m shop --reload"),
            ["web starts python -m shop --reload by itself, without the -I of the image."],
            id="a command of its own, which finds what is mounted",
        ),
        pytest.param(
            (MOUNTED, 'command: ["python", "-I", "-m", "shop"]'), ["web mounts . at /app"], id="one that has -I, too"
        ),
        pytest.param((MOUNTED, "command: sleep infinity"), [], id="one that is no Python"),
        pytest.param((MOUNTED, 'entrypoint: ["python", "-m", "shop"]'), ["web starts python -m shop"], id="entrypoint"),
        pytest.param((MOUNTED, "command: python 'x"), [], id="one that cannot be read"),
        pytest.param(
            ("environment: {PYTHONPATH: /app, MODE: x, PYTHONUNBUFFERED: 1}",),
            ["web sets PYTHONPATH, which Python does not", "web sets PYTHONUNBUFFERED, which Python does not"],
            id="variables",
        ),
        pytest.param(
            ("develop: {watch: [{action: sync, path: ./shop, target: /app/shop}]}",),
            ["develop.watch of web copies ./shop to /app/shop, and with -I the copy in /opt/venv runs"],
            id="a copy into the source",
        ),
        pytest.param(
            ("develop: {watch: [{action: sync+restart, path: ./x, target: /data}, {action: rebuild, path: ./shop}]}",),
            [],
            id="a copy to somewhere else, and a rebuild",
        ),
        pytest.param(("environment: [PYTHONHASHSEED=0, PYTHON_VERSION=3]",), ["web sets PYTHONHASHSEED"], id="a list"),
    ],
)
def test_what_is_told(lines: tuple[str, ...], said: list[str]) -> None:
    """Each with its line and without a new text: what is meant, only the person knows."""
    places = found(isolated(), *lines)

    assert len(said) == len(places)
    assert all(place.message.startswith(text) for text, place in zip(said, places, strict=True))
    assert all(place.confidence is Confidence.REPORTED and place.lines.first > 3 for place in places)


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(isolated(f"CMD {PLAIN}"), id="where nothing is started with -I"),
        pytest.param(isolated(before='["python", "-I", "-m", "shop"]'), id="where -I was there before"),
        pytest.param(isolated(install="-e ."), id="where the environment points to what is mounted"),
        pytest.param(isolated(install="flask"), id="where the environment has no copy of it"),
        pytest.param(
            isolated('CMD ["python", "-I", "-m", "gunicorn", "shop:app"]'), id="where the server looks there itself"
        ),
    ],
)
def test_a_mount_is_only_told_where_it_is_passed_by(of: Image) -> None:
    """What runs is what is mounted, as before, or nobody changed that."""
    assert [] == found(of, MOUNTED, "develop: {watch: [{action: sync, path: ., target: /app}]}")


def test_arguments_of_the_image_s_own_entrypoint_keep_its_isolation() -> None:
    """A command of the service stands behind the ENTRYPOINT, which has -I."""
    of = isolated('ENTRYPOINT ["python", "-I", "-m", "shop"]\nCMD ["serve"]')

    assert 1 == len(found(of, MOUNTED, "command: work"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (),
            [
                (2, "The env_file of web sets PYTHONPATH,"),
                (3, "The env_file of web sets PYTHONUNBUFFERED,"),
            ],
        ),
        (("command: python -m shop",), []),
    ],
)
def test_variables_of_a_file_are_told(lines: tuple[str, ...], expected: list[tuple[int, str]]) -> None:
    """They are in that file, with its lines, as long as what the service starts has -I."""
    text = "services:\n  web:\n    build: .\n    env_file: app.env\n" + "".join(f"    {line}\n" for line in lines)
    files = {"compose.yaml": text.encode(), "app.env": b"MODE=x\nPYTHONPATH=/app\nPYTHONUNBUFFERED=1\n"}
    told = [
        place
        for one in survey(files, isolated())
        for place in one.places
        if (place.page, place.path) == ("isolated-mode", "app.env")
    ]

    assert len(expected) == len(told)
    for (line, message), place in zip(expected, told, strict=True):
        assert (line, True) == (place.lines.first, place.message.startswith(message))


def test_an_override_counts() -> None:
    """The development file beside the other one says the command, and the mount is what runs."""
    files = {
        "compose.yaml": b"services:\n  web:\n    build: .\n    volumes: ['.:/app']\n",
        "compose.override.yaml": b"services:\n  web:\n    command: python -m shop\n",
    }
    places = [place for one in survey(files, isolated()) for place in one.places if place.page == "isolated-mode"]

    assert ["compose.override.yaml"] == [place.path for place in places]


def test_another_image_is_not_concerned() -> None:
    """A service of somebody else's image starts what that says."""
    text = b"services:\n  db:\n    image: postgres\n    volumes: ['.:/app']\n    environment: {PYTHONPATH: x}\n"

    assert [] == [one.path for one in survey({"compose.yaml": text}, isolated()) if one.path == "compose.yaml"]


def test_what_the_other_images_here_do_is_as_before() -> None:
    """An image whose start has no -I is told nothing of it."""
    assert [] == found(evolve(image(), context=""), MOUNTED)

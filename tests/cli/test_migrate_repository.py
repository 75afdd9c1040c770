"""`venvoy migrate --scope repository`: the Dockerfile with what stands beside it, in one piece."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from venvoy.cli.left_beside import TAKE_ALONG

from .running import InProcess

DOCKERFILE = b"""\
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --user -r requirements.txt
ENV PATH=/root/.local/bin:$PATH
COPY . .
ENTRYPOINT ["./entrypoint.sh"]
"""
COMPOSE = b"""\
services:
  web:
    build: .
    # for development
    command: /root/.local/bin/gunicorn shop.wsgi --reload\r
    volumes: [".:/app"]"""
ENTRYPOINT = b"#!/bin/sh\nset -e\n/root/.local/bin/django-admin migrate\nexec /root/.local/bin/gunicorn shop.wsgi\n"
REPOSITORY = "--scope=repository"


@pytest.fixture(name="shop")
def _shop(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a committed repository: a Dockerfile, a compose file, an entrypoint, and something that is ignored."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    contents = {
        "Dockerfile": DOCKERFILE,
        "compose.yaml": COMPOSE,
        "entrypoint.sh": ENTRYPOINT,
        "requirements.txt": b"django\ngunicorn\n",
        ".gitignore": b"build/\n",
        "build/entrypoint.sh": ENTRYPOINT,
        "build/Dockerfile": DOCKERFILE,
    }
    for name, content in contents.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.name", "Ada")
    git("config", "user.email", "ada@example.com")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    return place


def git(*arguments: str) -> str:
    """Run git in the working directory and return what it says."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def files(place: Path) -> dict[str, bytes]:
    """Return every file of the work tree with its content."""
    every = (path for path in place.rglob("*") if path.is_file() and ".git" not in path.relative_to(place).parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in every}


def test_the_difference_of_every_file(venvoy: InProcess, shop: Path) -> None:
    """The files beside the Dockerfile follow it, and what git ignores is not looked at."""
    before = files(shop)
    ran = venvoy("migrate", ".", REPOSITORY)
    names = [line for line in ran.out.splitlines() if line.startswith(b"+++ ")]

    assert 1 == ran.code
    assert [b"+++ b/Dockerfile", b"+++ b/compose.yaml", b"+++ b/entrypoint.sh"] == names
    assert b"+    command: /opt/venv/bin/gunicorn shop.wsgi --reload\r\n" in ran.out
    assert "compose.yaml:5: old-path-in-command (changed)" in ran.err
    assert before == files(shop)


def test_the_default_scope_is_the_dockerfile(venvoy: InProcess, shop: Path) -> None:
    """Without --scope, the other files are named, and not in the difference."""
    ran = venvoy("migrate", "Dockerfile")

    assert (1, 1, 1) == (ran.code, ran.out.count(b"+++ "), ran.err.count("compose.yaml"))


def test_written_and_undone(venvoy: InProcess, shop: Path) -> None:
    """One journal entry for all files; undo gives every byte back; a second run finds nothing."""
    before = files(shop)
    wrote = venvoy("migrate", ".", REPOSITORY, "--accept", "all", "--write")
    after = files(shop)
    again = venvoy("migrate", ".", REPOSITORY, "--accept", "all")
    listed = venvoy("undo", "--list")
    undone = venvoy("undo")

    assert (0, 0, b"") == (wrote.code, again.code, again.out)
    assert {"Dockerfile", "compose.yaml", "entrypoint.sh", ".dockerignore"} == {
        name for name in after if after[name] != before.get(name)
    }
    assert (0, 1, 4) == (listed.code, listed.text.count("applied"), listed.text.count("    /"))
    assert (0, before) == (undone.code, files(shop))
    assert f"{shop / '.dockerignore'} is gone, as it was not there before." in undone.err


def test_a_place_and_a_file_that_are_kept(venvoy: InProcess, shop: Path) -> None:
    """By the id of the place, by the name of its page, or by the file."""
    by_id = venvoy("migrate", ".", REPOSITORY, "--keep", "old-path-in-command@compose.yaml:5.14")
    by_page = venvoy("migrate", ".", REPOSITORY, "--keep", "old-path-in-command")
    by_file = venvoy("migrate", ".", REPOSITORY, "--keep", "compose.yaml")

    assert by_id.out == by_page.out == by_file.out
    assert (b"+++ b/compose.yaml" in by_id.out, b"+++ b/entrypoint.sh" in by_id.out) == (False, True)
    assert "compose.yaml:5: old-path-in-command (kept, as you said)" in by_id.err


def test_a_name_that_is_not_there(venvoy: InProcess, shop: Path) -> None:
    """It is refused, with the names that there are."""
    ran = venvoy("migrate", ".", REPOSITORY, "--keep", "old-path-in-command@compose.yaml:6")

    assert (2, b"") == (ran.code, ran.out)
    assert "old-path-in-command@compose.yaml:5.14" in ran.err


def test_a_dockerfile_that_is_kept_takes_everything_along(venvoy: InProcess, shop: Path) -> None:
    """Where no package moves, nothing beside the Dockerfile changes or is even spoken of."""
    ran = venvoy("migrate", ".", REPOSITORY, "--keep", "user-install")

    assert (0, b"") == (ran.code, ran.out)
    assert "compose.yaml" not in ran.err


def test_the_plan_as_json(venvoy: InProcess, shop: Path) -> None:
    """Every file with its difference, every place with its line, what becomes of it and why."""
    ran = venvoy("migrate", "Dockerfile", REPOSITORY, "--json")
    plan = json.loads(ran.out)
    compose = next(file for file in plan["files"] if file["path"] == "compose.yaml")

    assert (1, "venvoy.repository/1", True) == (ran.code, plan["schema"], plan["changes"])
    assert ["Dockerfile"] == [one["path"] for one in plan["dockerfiles"]]
    assert ("accepted", "certain", 5) == tuple(compose["places"][0][key] for key in ("standing", "confidence", "line"))
    assert compose["diff"].startswith("--- a/compose.yaml\n+++ b/compose.yaml\n")


def test_the_patch_applies(venvoy: InProcess, shop: Path, tmp_path: Path) -> None:
    """Git makes of the tree exactly what --write makes of it: CRLF, a missing line end and a new file with it."""
    patch = tmp_path / "venvoy.patch"
    ran = venvoy("migrate", ".", REPOSITORY, "--accept", "all", "--patch", str(patch))
    git("apply", str(patch))
    applied = files(shop)
    git("checkout", "--quiet", ".")
    (shop / ".dockerignore").unlink()
    venvoy("migrate", ".", REPOSITORY, "--accept", "all", "--write")

    assert 0 == ran.code
    assert b"--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1" in patch.read_bytes()
    assert applied == files(shop)


def test_a_patch_of_nothing_is_not_written(venvoy: InProcess, shop: Path, tmp_path: Path) -> None:
    """There is no empty file that looks like a success."""
    ran = venvoy("migrate", ".", REPOSITORY, "--keep", "user-install", "--patch", str(tmp_path / "x"))

    assert (0, False) == (ran.code, (tmp_path / "x").exists())


def test_a_commit_that_explains_itself(venvoy: InProcess, shop: Path) -> None:
    """On a branch of its own, with every file and reason, in the repository's own name."""
    ran = venvoy("migrate", ".", REPOSITORY, "--write", "--branch", "venvoy", "--commit")
    message = git("show", "--no-patch", "--format=%an%n%B", "venvoy")

    assert (0, "venvoy") == (ran.code, git("symbolic-ref", "--short", "HEAD"))
    assert "nothing was pushed" in ran.err
    lines = message.splitlines()
    assert ["Ada", "Install the Python packages of the image into a virtual environment", ""] == lines[:3]
    assert {"Dockerfile:", "compose.yaml:", "entrypoint.sh:", "Left as it is, to be looked at:"} <= set(lines)
    assert max(map(len, lines)) <= 72
    assert "- line 5: Write /opt/venv/bin/gunicorn instead." in lines
    assert "" == git("status", "--porcelain")


def test_files_with_uncommitted_changes(venvoy: InProcess, shop: Path) -> None:
    """Each one is named, and nothing is written; --allow-dirty writes."""
    (shop / "compose.yaml").write_bytes(COMPOSE + b"\n")
    before = files(shop)
    ran = venvoy("migrate", ".", REPOSITORY, "--write")
    committed = venvoy("migrate", ".", REPOSITORY, "--write", "--branch", "venvoy", "--commit")

    assert (2, 2, before) == (ran.code, committed.code, files(shop))
    assert "compose.yaml: This file has changes that are not committed." in ran.err
    assert 0 == venvoy("migrate", ".", REPOSITORY, "--write", "--allow-dirty").code


def test_several_dockerfiles_in_one_plan(venvoy: InProcess, shop: Path) -> None:
    """A directory stands for all of them; a script that two images share is changed once."""
    (shop / "worker.Dockerfile").write_bytes(DOCKERFILE)
    ran = venvoy("migrate", ".", REPOSITORY)

    assert 1 == ran.code
    assert [b"Dockerfile", b"worker.Dockerfile", b"compose.yaml", b"entrypoint.sh"] == [
        line[6:] for line in ran.out.splitlines() if line.startswith(b"+++ b/")
    ]


def test_a_script_that_another_image_shares_waits(venvoy: InProcess, shop: Path) -> None:
    """Asked for one Dockerfile alone, what the other one's image runs is not changed unasked, and so neither is it."""
    (shop / "worker.Dockerfile").write_bytes(DOCKERFILE)
    ran = venvoy("migrate", "Dockerfile", REPOSITORY)

    assert (0, b"") == (ran.code, ran.out)
    assert "not done: entrypoint.sh line 3 goes by the old layout and would stay as it is" in ran.err
    assert "The image of worker.Dockerfile holds this file, too" in ran.err


def test_an_image_of_another_language_is_in_nobodys_way(venvoy: InProcess, shop: Path) -> None:
    """It may be given the script along with everything else, and never runs it."""
    (shop / "assets.Dockerfile").write_bytes(b"FROM node:20\nCOPY . .\nRUN npm run build\n")

    assert b"+++ b/entrypoint.sh" in venvoy("migrate", "Dockerfile", REPOSITORY).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([REPOSITORY, "--stdout"], "one Dockerfile", id="stdout"),
        pytest.param([REPOSITORY, "--verify"], "--verify needs --write", id="verify"),
        pytest.param([REPOSITORY, "--write", "--verify", "--add-missing"], "one Dockerfile", id="add missing"),
        pytest.param(["--patch", "x"], "need --scope repository", id="patch"),
        pytest.param([REPOSITORY, "--branch", "x"], "--branch needs --write", id="branch"),
        pytest.param([REPOSITORY, "--write", "--commit"], "--commit needs --branch", id="commit"),
        pytest.param([REPOSITORY, "--write", "--json"], "exclude each other", id="two ways"),
    ],
)
def test_options_that_make_no_sense(arguments: list[str], said: str, venvoy: InProcess, shop: Path) -> None:
    """They are refused before anything is read."""
    ran = venvoy("migrate", ".", *arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert said in " ".join(ran.err.split())


def test_standard_input_is_in_no_repository(venvoy: InProcess, shop: Path) -> None:
    """It is refused, as there is nothing around it."""
    ran = venvoy("migrate", "-", REPOSITORY, given=DOCKERFILE)

    assert 2 == ran.code
    assert "Standard input lies in no repository" in ran.err


def test_a_directory_without_a_dockerfile(venvoy: InProcess, place: Path) -> None:
    """It is said."""
    ran = venvoy("migrate", ".", REPOSITORY)

    assert (0, ".: there is no Dockerfile here; nothing was changed.\n") == (ran.code, ran.err)


def test_check_foresees_what_a_migration_concerns(venvoy: InProcess, shop: Path) -> None:
    """Beside the findings of the Dockerfile, for a person and for a program; only when asked for."""
    text = venvoy("check", ".", REPOSITORY)
    document = json.loads(venvoy("check", ".", REPOSITORY, "--format", "json").out)
    plain = venvoy("check", ".")

    assert (1, True) == (text.code, text.text.startswith(plain.text))
    assert "compose.yaml:5: old-path-in-command (would change with the Dockerfile)" in text.text
    assert [".dockerignore", "compose.yaml", "entrypoint.sh"] == [file["path"] for file in document["beside"]]
    assert ["likely", "certain"] == [file["places"][0]["confidence"] for file in document["beside"]][:2]
    assert "beside" not in json.loads(venvoy("check", ".", "--format", "json").out)


def test_check_of_what_stays_says_nothing_of_its_neighbours(venvoy: InProcess, shop: Path) -> None:
    """Paths that nothing moves away from are no findings."""
    (shop / "Dockerfile").write_bytes(b"FROM python:3.12-slim\nCOPY . .\nCMD ./entrypoint.sh\n")

    assert "compose.yaml" not in venvoy("check", ".", REPOSITORY).text


@pytest.mark.parametrize("way", ["--diff", "--stdout", "--write"])
def test_the_dockerfile_alone_names_what_stays_behind(shop: Path, venvoy: InProcess, way: str) -> None:
    """Whoever writes one file learns which others go by the old layout, and how to take them along."""
    told = " ".join(venvoy("migrate", "Dockerfile", way).err.split())

    assert "Beside it, 3 places go by where packages lie today: compose.yaml, entrypoint.sh. " in told
    assert "'venvoy migrate --scope repository' shows them" in told
    assert "Once that is written alone, it cannot see them any more." in told
    assert (way == "--write") is told.endswith(TAKE_ALONG)


def test_what_is_written_alone_is_taken_back_before_the_rest_follows(shop: Path, venvoy: InProcess) -> None:
    """The advice after a write holds: without undo a second run has nothing to tell, with it the others follow."""
    venvoy("migrate", "Dockerfile", "--write")
    late = venvoy("migrate", ".", REPOSITORY)
    venvoy("undo")
    again = venvoy("migrate", ".", REPOSITORY)

    assert (0, b"") == (late.code, late.out)
    assert (1, True) == (again.code, b"+++ b/compose.yaml" in again.out)


def test_the_plain_walk_names_what_stays_behind(shop: Path, venvoy: InProcess) -> None:
    """It writes one Dockerfile alone, and says so before it asks and after it has written."""
    told = " ".join(venvoy("walk", "--plain", "Dockerfile", given=b"a\n\ny\n").text.split())
    before, _, after = told.partition("Write this to ")

    assert "Beside it, 3 places go by where packages lie today: compose.yaml, entrypoint.sh. " in before
    assert after.endswith(TAKE_ALONG)


def test_what_is_left_to_a_person_is_said_to_be_shown_once(shop: Path, venvoy: InProcess) -> None:
    """A place that stays is not found by a second run: each way of the first one says so, at its end."""
    (shop / "Makefile").write_text("up:\n\tdocker run shop /usr/local/bin/gunicorn\n")
    once = "a second run does not show them: decide in this one, with --accept all or by hand, or after 'venvoy undo'."
    shown = venvoy("migrate", ".", REPOSITORY)
    written = venvoy("migrate", ".", REPOSITORY, "--write", "--allow-dirty")

    assert [True, True] == [" ".join(ran.err.split()).endswith(once) for ran in (shown, written)]


@pytest.mark.parametrize("way", ["--diff", "--write"])
def test_a_file_that_is_not_read_is_named_at_the_end(shop: Path, venvoy: InProcess, way: str) -> None:
    """A compose file that is no YAML stops nothing, and is named where nobody reads over it; JSON tells of it."""
    (shop / "compose.yaml").write_text("services:\n  web: [\n")
    git("commit", "--all", "--quiet", "--message", "break it")
    document = json.loads(venvoy("migrate", ".", REPOSITORY, "--json").out)
    ran = venvoy("migrate", ".", REPOSITORY, way)

    assert ["compose.yaml"] == [one["path"] for one in document["files"] if one["unread"]]
    assert "compose.yaml could not be read: paths in it were not looked at." == ran.err.splitlines()[-1]


def test_nothing_stays_behind_when_nothing_is_beside_it(shop: Path, venvoy: InProcess) -> None:
    """A repository whose other files do not care is not spoken of."""
    (shop / "compose.yaml").unlink()
    (shop / "entrypoint.sh").write_text("#!/bin/sh\nexec gunicorn shop.wsgi\n")

    assert "Beside it" not in venvoy("migrate", "Dockerfile").err


@pytest.fixture(name="plain")
def _plain(shop: Path) -> Path:
    """Return the repository as one of a plain package, started from its working directory."""
    dockerfile = DOCKERFILE.replace(b'ENTRYPOINT ["./entrypoint.sh"]', b'CMD ["python", "-m", "shop"]')
    for name in ("compose.yaml", "entrypoint.sh"):
        (shop / name).unlink()
    (shop / "shop").mkdir()
    (shop / "shop/__main__.py").write_text("import django\n")
    (shop / "Dockerfile").write_bytes(dockerfile)
    (shop / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100 # wide\n")
    git("add", ".")
    git("commit", "--quiet", "--all", "--message", "plain")
    return shop


INSTALLED = ("--extra=installed-project", "--extra=isolated-mode")


def test_a_project_is_written_with_the_dockerfile_and_taken_back(venvoy: InProcess, plain: Path) -> None:
    """Both in one piece; then nothing is left to be done, and one undo gives every byte back."""
    before = files(plain)

    assert 0 == venvoy("migrate", ".", REPOSITORY, "--write", *INSTALLED).code
    after = files(plain)
    assert b"RUN pip install --no-deps .\n" in after["Dockerfile"]
    assert b'CMD ["python", "-I", "-m", "shop"]' in after["Dockerfile"]
    assert after["pyproject.toml"].startswith(b"[tool.ruff]\nline-length = 100 # wide\n\n[build-system]\n")
    judged = json.loads(venvoy("trace", "Dockerfile", "--isolated", "--format=json").out)
    assert ("no place for -I", {}, []) == (judged["standing"], judged["project"], judged["lost"])
    places = {entry["origin"] for entry in judged["sys_path"]["venv and -I"]}
    assert {"standard library", "virtual environment"} == places
    assert 0 == venvoy("migrate", ".", REPOSITORY, *INSTALLED).code

    assert 0 == venvoy("undo").code
    assert before == files(plain)


@pytest.mark.parametrize("name", ["installed-project", "installed-project@pyproject.toml:1", "pyproject.toml"])
def test_a_project_that_is_kept_leaves_the_dockerfile_without_it(venvoy: InProcess, plain: Path, name: str) -> None:
    """One does not go without the other, whichever name it is kept by."""
    ran = venvoy("migrate", ".", REPOSITORY, f"--keep={name}", *INSTALLED)

    assert [b"+++ b/Dockerfile"] == [line for line in ran.out.splitlines() if line.startswith(b"+++ ")]
    assert b"--no-deps" not in ran.out
    assert b'"-I"' not in ran.out
    assert "pyproject.toml:1: installed-project (kept, as you said)" in ran.err
    assert "pyproject.toml stays as it is, as you decided" in " ".join(ran.err.split())


def test_a_project_needs_the_repository(venvoy: InProcess, plain: Path) -> None:
    """The Dockerfile alone is written as if it had not been asked for, and the reason is told."""
    ran = venvoy("migrate", "Dockerfile", *INSTALLED)

    assert b"--no-deps" not in ran.out
    assert "which '--scope repository' writes along with it" in " ".join(ran.err.split())


def test_two_projects_in_one_place_are_none(venvoy: InProcess, plain: Path) -> None:
    """Dockerfiles that would each write another pyproject.toml are migrated without one, and that is said."""
    text = (plain / "Dockerfile").read_text()
    (plain / "run.py").write_text("import conf, shop.__main__\n")
    (plain / "conf.py").write_text("")
    (plain / "worker.Dockerfile").write_text(text.replace('"-m", "shop"', '"run.py"'))
    git("add", ".")

    ran = venvoy("migrate", ".", REPOSITORY, *INSTALLED)

    assert b"--no-deps" not in ran.out
    assert b"pyproject.toml" not in ran.out
    assert "Dockerfile, worker.Dockerfile start modules that would need a pyproject.toml each" in ran.err


def test_two_dockerfiles_share_a_project(venvoy: InProcess, plain: Path) -> None:
    """What is the same for both is written once, and both install it."""
    (plain / "worker.Dockerfile").write_bytes((plain / "Dockerfile").read_bytes())
    git("add", ".")

    ran = venvoy("migrate", ".", REPOSITORY, *INSTALLED)

    assert 1 == ran.out.count(b"+++ b/pyproject.toml")
    assert 2 == ran.out.count(b"+RUN pip install --no-deps .\n")


def test_the_judgement_tells_the_offer_and_what_compose_does(venvoy: InProcess, plain: Path) -> None:
    """What it takes, what would be said then, and which mount the installed copy would pass by."""
    (plain / "compose.yaml").write_text("services:\n  web:\n    build: .\n    volumes: ['.:/app']\n")
    git("add", ".")

    told = " ".join(venvoy("trace", "Dockerfile", "--isolated").out.decode().split())
    document = json.loads(venvoy("trace", "Dockerfile", "--isolated", "--format=json").out)

    assert "with --scope repository, --extra installed-project and --extra isolated-mode" in told
    assert "May it run with -I then? Yes, it may run with -I." in told
    assert "compose.yaml, line 4: web mounts . at /app, and with -I the copy in /opt/venv runs" in told
    assert ("shop", ["shop"], "works", True) == tuple(
        document["project"][key] for key in ("name", "sources", "standing", "offered")
    )
    assert [("compose.yaml", 4)] == [(one["path"], one["line"]) for one in document["beside"]]


@pytest.mark.parametrize("way", [[], ["--patch", "it.patch"], ["--write"]], ids=["shown", "a patch", "written"])
def test_one_that_cannot_be_read_makes_the_exit_code_tell(way: list[str], venvoy: InProcess, shop: Path) -> None:
    """As it does for a check; the others are migrated all the same."""
    (shop / "template").mkdir()
    (shop / "template" / "Dockerfile").write_bytes(b"FROM python\n{% if x %}\nRUN pip install a\n{% endif %}\n")
    checked, ran = venvoy("check", "."), venvoy("migrate", ".", REPOSITORY, *way)

    assert [2, 2] == [checked.code, ran.code]
    assert "template/Dockerfile:2: this line holds a template expression" in ran.err
    assert b"/opt/venv" in ran.out + (shop / "Dockerfile").read_bytes() + b"".join(
        path.read_bytes() for path in shop.glob("it.patch")
    )


def test_a_directory_without_a_dockerfile_is_nothing_to_do(venvoy: InProcess, shop: Path) -> None:
    """Neither for a check nor for a migration of the repository; a migration of one Dockerfile needs one."""
    (shop / "empty").mkdir()

    assert [0, 0, 2] == [
        venvoy("check", "empty").code,
        venvoy("migrate", "empty", REPOSITORY).code,
        venvoy("migrate", "empty").code,
    ]

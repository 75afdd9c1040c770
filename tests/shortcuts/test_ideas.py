"""What the pages on ideas say of Python and uv is what Python and uv do: the tests run it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from written_pages import FENCE, body, known_page

from venvoy.model.page import PageKind
from venvoy.shortcuts.pages import names

MINOR = f"python3.{sys.version_info.minor}"
BASE = Path(sys.base_prefix) / "bin" / "python3"
"""The interpreter below the environment of the tests: what an environment switches off is still on there."""
IDEAS = [name for name in names() if known_page(name).kind is PageKind.IDEA]
NEEDS_AN_ENGINE = {"both-sides", "deploy-artefact", "layers-and-caches"}


def fences(name: str, title: str, language: str = "text") -> list[str]:
    """Return what the fences of a section hold."""
    return [text for marked, text in FENCE.findall(body(name, title)) if marked == language]


def ran(place: Path, *words: str | Path, **variables: str) -> str:
    """Return what a program prints that is started in *place*, with a home of its own."""
    done = asked(place, *words, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(place: Path, *words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Return how a program ended that is started in *place*, with a home of its own and the environment's programs."""
    path = os.pathsep.join(map(str, (BASE.parent, Path(sys.executable).parent, os.environ["PATH"])))
    environment = {"PATH": path, "HOME": str(place), "LC_ALL": "C", "UV_CACHE_DIR": str(place / ".cache"), **variables}
    return subprocess.run(words, cwd=place, env=environment, capture_output=True, text=True, check=False)


def made(place: Path, *options: str) -> Path:
    """Return a virtual environment below *place*, without pip."""
    ran(place, BASE, "-m", "venv", "--without-pip", *options, place / "env")
    return place / "env"


def search_path(place: Path, python: Path, *options: str, **variables: str) -> list[str]:
    """Return ``sys.path`` of a script in *place*."""
    (place / "script.py").write_text("import sys; print(*sys.path, sep='\\n')")
    return ran(place, python, *options, "script.py", **variables).splitlines()


def test_every_idea_is_run_or_needs_an_engine() -> None:
    """A new page is either tried here or said to be one that cannot be."""
    assert set(IDEAS) >= NEEDS_AN_ENGINE
    assert {name for name in IDEAS if "docker" in body(name, "Check it yourself")} == NEEDS_AN_ENGINE


@pytest.mark.parametrize("name", [name for name in IDEAS if name not in NEEDS_AN_ENGINE])
def test_the_check_of_an_idea_runs(name: str, tmp_path: Path) -> None:
    """What a page gives to paste works as it stands, in an empty directory and without a network."""
    (commands,) = fences(name, "Check it yourself", "shell")

    assert "" != ran(tmp_path, "sh", "-eu", "-c", commands)


def test_a_fresh_environment_holds_what_the_page_lists(tmp_path: Path) -> None:
    """The list is complete, but for what depends on the version or the machine and is said below it."""
    listed = set(fences("venv-on-disk", "What it is")[0].replace("python3.12", MINOR).split())
    env = made(tmp_path)
    leaves = {
        found.relative_to(env).as_posix()
        for found in env.rglob("*")
        if "lib64/" not in f"{found.relative_to(env).as_posix()}/"
        and (found.is_symlink() or not found.is_dir() or not any(found.iterdir()))
    }

    assert listed - {"lib64"} == leaves - {".gitignore"}
    assert not (env / "lib64").exists() or (env / "lib64").is_symlink()
    assert (sys.version_info >= (3, 13)) == (env / ".gitignore").exists()


def test_the_file_that_makes_an_environment_has_five_lines(tmp_path: Path) -> None:
    """The keys of `pyvenv.cfg` are those of the page, in their order."""
    listed = [line.partition(" = ")[0] for line in fences("venv-on-disk", "What it is")[1].splitlines()]
    written = (made(tmp_path) / "pyvenv.cfg").read_text().splitlines()

    assert listed == [line.partition(" = ")[0] for line in written]


def test_one_name_is_the_link_and_the_others_link_to_it(tmp_path: Path) -> None:
    """Two of the three names in `bin` lead to the third, and that leads out of the environment."""
    env = made(tmp_path)
    targets = [(env / "bin" / name).readlink() for name in ("python", "python3", MINOR)]

    assert 2 == sum(not target.is_absolute() for target in targets)


def test_an_environment_is_small_without_pip(tmp_path: Path) -> None:
    """About 60 KB on disk, and less in its files."""
    files = [found for found in made(tmp_path).rglob("*") if found.is_file() and not found.is_symlink()]

    assert sum(found.stat().st_size for found in files) < 60_000


def test_the_file_joins_the_two(tmp_path: Path) -> None:
    """With it the prefix is the environment's, without it the same link is the ordinary interpreter."""
    env = made(tmp_path)
    question = ("-c", "import sys; print(sys.prefix == sys.base_prefix)")
    joined = ran(tmp_path, env / "bin" / "python", *question)
    (env / "pyvenv.cfg").unlink()

    assert ("False\n", "True\n") == (joined, ran(tmp_path, env / "bin" / "python", *question))


def test_another_minor_version_finds_nothing(tmp_path: Path) -> None:
    """Packages below the name of another version are not looked for."""
    env = made(tmp_path)
    (env / "lib" / MINOR / "site-packages" / "shop.py").touch()
    (env / "lib" / MINOR).rename(env / "lib" / "python3.2")
    done = asked(tmp_path, env / "bin" / "python", "-m", "shop")

    assert (1, f"{env}/bin/python: No module named shop\n") == (done.returncode, done.stderr)


def test_the_table_of_the_import_path_holds(tmp_path: Path) -> None:
    """Each yes and no of the page is what an interpreter with that option says."""
    head, *rows = fences("import-path", "What it is")[0].splitlines()
    told = {row[:22].strip(): dict(zip(head.split(), row[22:].split(), strict=True)) for row in rows}
    user = Path(ran(tmp_path, BASE, "-m", "site", "--user-site").strip())
    user.mkdir(parents=True)
    seen: dict[str, dict[str, str]] = {row: {} for row in told}
    for column in head.split():
        options = [column] if column.startswith("-") else []
        found = search_path(tmp_path, BASE, *options, PYTHONPATH="/lent")
        held = {
            "script or directory": str(tmp_path) in found,
            "PYTHONPATH": "/lent" in found,
            "standard library": any(entry.endswith("lib-dynload") for entry in found),
            "user site": str(user) in found,
            "site-packages": any(e.endswith("-packages") and not e.startswith(str(tmp_path)) for e in found),
        }
        for row, there in held.items():
            seen[row][column] = "yes" if there else "no"

    assert told == seen


def test_the_sources_come_in_the_order_of_the_table(tmp_path: Path) -> None:
    """The script's directory, PYTHONPATH, the standard library, the user site, and the installation's own packages."""
    user = Path(ran(tmp_path, BASE, "-m", "site", "--user-site").strip())
    user.mkdir(parents=True)
    found = search_path(tmp_path, BASE, PYTHONPATH="/lent")
    library = next(at for at, entry in enumerate(found) if entry.endswith("lib-dynload"))

    assert [str(tmp_path), "/lent"] == found[:2]
    assert library < found.index(str(user)) < len(found) - 1


def test_an_environment_has_no_user_site(tmp_path: Path) -> None:
    """It is switched off, and comes into view again with the system's packages."""
    user = Path(ran(tmp_path, BASE, "-m", "site", "--user-site").strip())
    user.mkdir(parents=True)
    closed = search_path(tmp_path, made(tmp_path) / "bin" / "python")
    opened = search_path(tmp_path, made(tmp_path, "--clear", "--system-site-packages") / "bin" / "python")

    assert (False, True) == (str(user) in closed, str(user) in opened)


def test_isolated_mode_leaves_the_library_and_the_environment(tmp_path: Path) -> None:
    """With `-I`, an entry is of the standard library or below the environment."""
    env = made(tmp_path)
    found = search_path(tmp_path, env / "bin" / "python", "-I", PYTHONPATH="/lent")

    assert str(env / "lib" / MINOR / "site-packages") == found[-1]
    assert [] == [e for e in found[:-1] if "-packages" in e or e == "/lent" or Path(e).is_relative_to(tmp_path)]


def test_path_files_are_read_in_site_packages_only(tmp_path: Path) -> None:
    """The same file is obeyed there and does nothing in a directory of PYTHONPATH."""
    env = made(tmp_path)
    more, lent = tmp_path / "more", tmp_path / "lent"
    more.mkdir()
    lent.mkdir()
    (lent / "some.pth").write_text(f"{more}\n")
    by_variable = search_path(tmp_path, env / "bin" / "python", PYTHONPATH=str(lent))
    (lent / "some.pth").rename(env / "lib" / MINOR / "site-packages" / "some.pth")
    by_site = search_path(tmp_path, env / "bin" / "python")

    assert (False, True) == (str(more) in by_variable, str(more) in by_site)


def test_a_dead_entry_is_passed_over_in_silence(tmp_path: Path) -> None:
    """Python says nothing of a directory that does not exist."""
    done = asked(tmp_path, BASE, "-c", "import json", PYTHONPATH="/nowhere/lib/python3.12/site-packages")

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


def test_isolation_is_not_inherited(tmp_path: Path) -> None:
    """A child of an isolated Python reads PYTHONPATH again."""
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import sys; print(sys.path)'], check=True)"

    assert "/lent" in ran(tmp_path, BASE, "-I", "-c", child, PYTHONPATH="/lent")


def test_what_copying_leaves(tmp_path: Path) -> None:
    """A copy over another version is the union of both, and metadata is there twice."""
    printed = ran(tmp_path, "sh", "-eu", "-c", fences("copy-merges", "Check it yourself", "shell")[0])
    both = "import importlib.metadata as m; print(len(list(m.distributions(name='shop', path=['old']))))"

    assert fences("copy-merges", "Where it surprises")[0].split() == [w for w in printed.split() if "dist-info" in w]
    assert ["kept.py", "removed.py"] == printed.split()[-2:]
    assert "2\n" == ran(tmp_path, BASE, "-c", both)


def test_a_moved_script_is_said_not_to_be_there(tmp_path: Path) -> None:
    """It runs where it was made, ends with 127 elsewhere, and the interpreter itself goes on working."""
    printed = ran(tmp_path, "sh", "-eu", "-c", fences("shebang-lines", "Check it yourself", "shell")[0])

    assert ["it runs", "exit code 127", "it runs"] == printed.splitlines()
    with pytest.raises(FileNotFoundError):
        subprocess.run([tmp_path / "b" / "bin" / "tool"], check=False)


def test_the_marker_is_looked_for_where_it_lies(tmp_path: Path) -> None:
    """The page's command tells the truth of the interpreter below."""
    printed = ran(tmp_path, "sh", "-eu", "-c", fences("packaging-peps", "Check it yourself", "shell")[0])
    library = Path(ran(tmp_path, BASE, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))").strip())

    assert (library / "EXTERNALLY-MANAGED").exists() == printed.endswith("EXTERNALLY-MANAGED\n")
    assert "False" == printed.splitlines()[1]


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Return a wheel with one module and one console script."""
    made_of = {
        "shop.py": "def main():\n    print('open')\n\n\nif __name__ == '__main__':\n    main()\n",
        "shop-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n",
        "shop-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "shop-1.0.dist-info/entry_points.txt": "[console_scripts]\nshop = shop:main\n",
    }
    listed = "".join(f"{name},,\n" for name in (*made_of, "shop-1.0.dist-info/RECORD"))
    path = tmp_path / "shop-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**made_of, "shop-1.0.dist-info/RECORD": listed}.items():
            archive.writestr(name, text)
    return path


def test_uv_refuses_what_the_page_says(tmp_path: Path, wheel: Path) -> None:
    """The two messages are uv's own."""
    outside = asked(tmp_path, "uv", "pip", "install", "--offline", wheel)
    for_the_user = asked(tmp_path, "uv", "pip", "install", "--offline", "--user", wheel)

    assert fences("uv-differences", "Where it surprises") == [outside.stderr, for_the_user.stderr]
    assert (2, 2) == (outside.returncode, for_the_user.returncode)


def test_uv_leaves_out_pip_and_bytecode(tmp_path: Path, wheel: Path) -> None:
    """Its environment has no pip, and what it installs is not compiled unless asked; pip's guard is unread."""
    ran(tmp_path, "uv", "venv", "--offline", "--python", BASE, "env")
    install = ("uv", "pip", "install", "--offline", "--python", tmp_path / "env" / "bin" / "python", wheel)
    ran(tmp_path, *install, PIP_REQUIRE_VIRTUALENV="1", PIP_NO_INDEX="nonsense")
    plain = list((tmp_path / "env").rglob("*.pyc"))
    ran(tmp_path, *install, "--reinstall", UV_COMPILE_BYTECODE="1")
    compiled = {found.name.partition(".")[0] for found in (tmp_path / "env").rglob("*.pyc")}

    assert not (tmp_path / "env" / "bin" / "pip").exists()
    assert ([], True) == (plain, "shop" in compiled)


@pytest.mark.parametrize(("options", "code"), [((), 127), (("--relocatable",), 0)], ids=["plain", "relocatable"])
def test_a_relocatable_environment_survives_a_move(
    options: tuple[str, ...], code: int, tmp_path: Path, wheel: Path
) -> None:
    """Its scripts look beside themselves; those of an ordinary one do not; the module runs in both."""
    ran(tmp_path, "uv", "venv", "--offline", *options, "--python", BASE, "env")
    ran(tmp_path, "uv", "pip", "install", "--offline", "--python", tmp_path / "env" / "bin" / "python", wheel)
    (tmp_path / "env").rename(tmp_path / "moved")

    assert code == asked(tmp_path, "sh", "-c", "moved/bin/shop").returncode
    assert "open\n" == ran(tmp_path, "moved/bin/python", "-m", "shop")

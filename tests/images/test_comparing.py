"""What differs between two images, and how it is judged."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from attrs import evolve

from venvoy.model.comparison import Difference, Judgement, SameVerdict, Subject
from venvoy.model.image import ImageConfig, SearchPath

from .given import (
    EXPECTED,
    NEW,
    OLD,
    OLD_SITE,
    ORIGINAL,
    PATH,
    PYTHON,
    REWRITE,
    SITE,
    VENV,
    Made,
    Program,
    after,
    before,
    directory,
    held,
    link,
    package,
    surprises,
)  # fmt: skip


def test_a_moved_user_site_is_the_same_application() -> None:
    """What a migration is for is told, and no surprise."""
    found = held(ORIGINAL, REWRITE)

    assert SameVerdict.EQUIVALENT is found.verdict
    assert {"ENV PATH", "pip", "1 package"} == {one.name for one in found.differences}


def test_an_image_is_the_same_as_itself() -> None:
    """Nothing differs, so nothing is told."""
    assert () == held(ORIGINAL, ORIGINAL).differences


def test_another_version_is_a_surprise() -> None:
    """The application would run with another package."""
    newer = {p: c for p, c in after().items() if "shop-1.0" not in p} | package("shop", "1.1", SITE, scripts=("shop",))

    assert [(Subject.PACKAGE, "shop")] == surprises(ORIGINAL, Made(newer, NEW))


def test_a_package_that_the_interpreter_does_not_see_any_more_is_a_surprise() -> None:
    """It lies in the environment, and a container starts with another Python."""
    library = ("/usr/local/lib/python3.12",)
    python = "/usr/local/bin/python3.12"
    old = SearchPath(
        python, "3.12.1", "/usr/local", "/usr/local", OLD_SITE, ("", *library, OLD_SITE), library, library=library
    )
    blind = evolve(old, plain=("", *library))
    new = Made(after(), NEW, blind)

    assert [(Subject.PACKAGE, "shop")] == surprises(Made(before(), OLD, old), new)


def test_a_package_without_its_files_is_a_surprise() -> None:
    """The metadata was copied, and the module was not; what lacked before lacks alike."""
    hollow = {
        **after(),
        **package("shop", "1.0", SITE, scripts=("shop",), more="../../../bin/shop,,\nshop/gone.py,,\n"),
    }

    assert [(Subject.PACKAGE, "shop")] == surprises(ORIGINAL, Made(hollow, NEW))
    same = {
        **before(),
        **package("shop", "1.0", OLD_SITE, scripts=("shop",), more="../../../bin/shop,,\nshop/gone.py,,\n"),
    }
    assert [] == surprises(Made(same, OLD), Made(hollow, NEW))


def test_a_package_that_is_gone_is_a_surprise() -> None:
    """One that the rewrite forgot."""
    more = {**before(), **package("tax", "2", OLD_SITE)}

    assert [(Subject.PACKAGE, "tax")] == surprises(Made(more, OLD), REWRITE)


def test_what_only_a_tool_needed_stays_in_the_build_stage() -> None:
    """Poetry and what it needs are no application; what somebody asked for by name is."""
    files = {
        **before(),
        **package("poetry", "1.8", OLD_SITE, requires=("requests[zip]",)),
        **package("requests", "2", OLD_SITE, requires=("zipper; extra == 'zip'",)),
        **package("zipper", "1", OLD_SITE),
        "/root/.config/pypoetry/config.toml": b"",
    }
    parted = evolve(EXPECTED, parted=True, staged=True)
    asked = {**files, f"{OLD_SITE}/requests-2.dist-info/REQUESTED": b""}

    assert [] == surprises(Made(files, OLD), REWRITE, parted)
    assert [(Subject.PACKAGE, "requests")] == surprises(Made(asked, OLD), REWRITE, parted)


def test_a_missing_script_and_a_dead_one_are_surprises() -> None:
    """A console script has to be there, and its interpreter, too."""
    for change in (None, Program(b"#!/build/bin/python\n")):
        new = after(**{f"{VENV}/bin/shop": change})

        assert [(Subject.SCRIPT, "shop")] == surprises(ORIGINAL, Made(new, NEW))


def test_a_script_that_left_path_is_a_surprise() -> None:
    """It is there, and nobody finds it."""
    unseen = evolve(NEW, env={"PATH": PATH})

    assert (Subject.SCRIPT, "shop") in surprises(ORIGINAL, Made(after(), unseen))


def test_settings_of_the_image_are_compared() -> None:
    """Each instruction that sets how a container starts, by its name."""
    changed = ImageConfig(
        command=("other",),
        user="app",
        workdir="/",
        env={"PATH": f"{VENV}/bin:{PATH}", "MODE": "x"},
        exposed=frozenset({"80/tcp"}),
        volumes=frozenset({"/data"}),
        healthcheck=("NONE",),
        labels={"a": "b"},
        stop_signal="SIGINT",
        shell=("/bin/bash", "-c"),
        on_build=("RUN true",),
        platform="linux/arm64",
    )

    assert sorted([
        "HEALTHCHECK", "CMD", "USER", "WORKDIR", "EXPOSE", "VOLUME", "STOPSIGNAL", "SHELL", "ONBUILD", "platform",
        "LABEL a", "ENV MODE",
    ]) == sorted(name for _, name in surprises(ORIGINAL, Made(after(), changed)))  # fmt: skip


def test_an_interpreter_in_the_environment_is_expected_in_cmd() -> None:
    """The path of the program is the one thing in CMD that a migration changes."""
    old = evolve(OLD, command=("/usr/local/bin/python", "/srv/main.py"))
    new = evolve(NEW, command=(f"{VENV}/bin/python", "/srv/main.py"))
    other = evolve(NEW, command=(f"{VENV}/bin/python", "/srv/other.py"))

    assert [] == surprises(Made(before(), old), Made(after(), new))
    assert [(Subject.CONFIG, "CMD")] == surprises(Made(before(), old), Made(after(), other))


def test_extras_that_were_chosen_are_expected() -> None:
    """A user and a stop signal are surprises, unless somebody asked for them."""
    new = Made(after(), evolve(NEW, user="app", stop_signal="SIGINT"))

    assert [(Subject.CONFIG, "USER"), (Subject.CONFIG, "STOPSIGNAL")] == surprises(ORIGINAL, new)
    assert [] == surprises(ORIGINAL, new, evolve(EXPECTED, extras=frozenset({"non-root-user", "stop-signal"})))


def test_variables_of_the_shortcut_may_go() -> None:
    """PYTHONUSERBASE served it; a setting of the application did not."""
    old = Made(before(), evolve(OLD, env={**OLD.env, "PYTHONUSERBASE": "/deps", "MODE": "x"}))
    dropped = evolve(EXPECTED, dropped=frozenset({"PYTHONUSERBASE", "MODE"}))

    assert [(Subject.CONFIG, "ENV MODE")] == surprises(old, REWRITE, dropped)


def test_path_may_lose_only_what_is_not_there() -> None:
    """An entry that still exists, or another order, is a surprise."""
    files = after(**{"/tools/x": Program()})
    old = Made({**before(), "/tools/x": Program()}, evolve(OLD, env={"PATH": f"/tools:{PATH}"}))
    gone = Made({**files, "/tools": Program()}, NEW)

    assert (Subject.CONFIG, "ENV PATH") in surprises(old, gone)


def test_files_of_the_application_are_compared_one_by_one() -> None:
    """Missing, left over, other content, other owner: each is named, and bytecode is not."""
    new = after(
        **{
            "/srv/main.py": b"print(1)\n",
            "/srv/left.txt": b"",
            "/srv/__pycache__/main.cpython-312.pyc": b"",
            "/root/.cache/pip/x": b"",
        }
    )
    old = {**before(), "/srv/run.sh": Program(), "/srv/owned": Program(owner=7)}
    found = held(Made(old, OLD), Made({**new, "/srv/owned": Program()}, NEW))

    assert [
        ("/srv/left.txt", "It was not in the original."),
        ("/srv/main.py", "Its content differs."),
        ("/srv/owned", "Owner or mode differ."),
        ("/srv/run.sh", "The rewrite does not have it."),
    ] == [(one.name, one.why) for one in found.surprises]


def test_a_library_that_is_missing_names_the_package_that_has_it() -> None:
    """The original had it from a system package; the rewrite's last stage needs that one, too."""
    spec = find_spec("tree_sitter._binding")
    assert spec is not None
    module = Path(str(spec.origin)).read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0")
    library = {
        "/usr/lib/x86_64-linux-gnu/libq.so.6": b"",
        "/var/lib/dpkg/info/libq6:amd64.list": b"/usr/lib/x86_64-linux-gnu/libq.so.6\n",
    }
    old = {**before(), **library, f"{OLD_SITE}/shop/native.so": module}
    new = {**after(), f"{SITE}/shop/native.so": module}
    (found,) = [one for one in held(Made(old, OLD), Made(new, NEW)).surprises if one.subject is Subject.LIBRARY]

    assert ("libq.so.6", "/usr/lib/x86_64-linux-gnu/libq.so.6", None) == (found.name, found.before, found.after)
    assert "The package libq6 has it: add it to the last stage." in found.why


def test_a_link_may_lead_to_the_environment() -> None:
    """To the program of the same name there, and to nothing else."""
    old = Made({**before(), "/usr/bin/serve": link("/root/.local/bin/shop")}, OLD)
    new = Made({**after(), "/usr/bin/serve": link(f"{VENV}/bin/shop")}, NEW)
    other = Made({**after(), "/usr/bin/serve": link(f"{VENV}/bin/python")}, NEW)

    assert [] == surprises(old, new)
    assert [(Subject.FILE, "/usr/bin/serve")] == surprises(old, other)


def test_empty_homes_of_installers_are_no_matter() -> None:
    """Pipenv makes a directory for its environments, also when it needs none; one of the application counts."""
    files = {**before(), "/root/.local/share/virtualenvs": directory(), "/data": directory()}

    assert [(Subject.FILE, "/data")] == surprises(Made(files, OLD), REWRITE)


def test_manifests_may_stay_in_the_build_stage() -> None:
    """When there is one, only the install reads them; otherwise their absence is a surprise."""
    old = Made({**before(), "/srv/requirements.txt": b"shop\n"}, OLD)
    more = Made({**before(), "/srv/requirements/web.txt": b"", "/w/shop-1.0-py3-none-any.whl": b""}, OLD)

    assert [] == surprises(more, REWRITE, evolve(EXPECTED, staged=True))
    assert [] == surprises(old, REWRITE, evolve(EXPECTED, staged=True))
    assert [(Subject.FILE, "/srv/requirements.txt")] == surprises(old, REWRITE)


def test_scripts_of_a_target_directory_are_told_as_scripts() -> None:
    """They are recorded in another place than where --target puts them."""
    files = {**PYTHON, **package("shop", "1.0", "/deps", scripts=("shop",), more="../../bin/shop,,\n")}
    files |= {"/deps/bin/shop": Program(b"#!/usr/local/bin/python3.12\n"), "/srv/main.py": b"print()\n"}

    assert [] == surprises(Made(files, evolve(OLD, env={"PATH": PATH})), REWRITE)


def test_system_packages_may_stay_in_the_build_stage() -> None:
    """A compiler that is left out is expected from a split, and from nothing else."""
    status = {"/var/lib/dpkg/status": b"Package: gcc\nStatus: install ok installed\nVersion: 12\n"}
    old = Made({**before(), **status, "/usr/share/doc/gcc": b""}, OLD)

    assert [] == surprises(old, REWRITE, evolve(EXPECTED, parted=True))
    assert [(Subject.SYSTEM_PACKAGE, "gcc")] == surprises(old, REWRITE)


def test_a_distribution_needs_a_package_to_make_environments() -> None:
    """Debian's venv module is one of its own; other packages that come along are surprises."""

    def status(*names: str) -> dict[str, bytes]:
        text = "\n".join(f"Package: {name}\nStatus: install ok installed\nVersion: 1\n" for name in names)
        return {"/var/lib/dpkg/status": text.encode()}

    old = Made({**before(), **status("python3")}, OLD)
    new = Made({**after(), **status("python3", "python3-venv", "python3.11-venv", "python3-pip-whl", "curl")}, NEW)

    assert [(Subject.SYSTEM_PACKAGE, "curl")] == surprises(old, new)


def test_where_python_looks_is_compared() -> None:
    """The environment instead of the user site is expected; a directory of modules that is gone is not."""
    library = ("/usr/local/lib/python3.12",)
    old = SearchPath(
        "/usr/local/bin/python3.12", "3.12.1", "/usr/local", "/usr/local", OLD_SITE,
        ("", *library, OLD_SITE, "/srv/modules"), library, library=library,
    )  # fmt: skip
    new = evolve(old, prefix=VENV, plain=("", *library, SITE))
    found = held(Made(before(), OLD, old), Made(after(), NEW, new))

    assert [
        Difference(
            Subject.PYTHON,
            "sys.path",
            "/srv/modules",
            None,
            Judgement.SURPRISE,
            "Modules in it are not found any more.",
        )
    ] == list(found.surprises)


def test_the_application_that_was_chosen_to_be_installed_is_no_surprise() -> None:
    """Under its own name and in the environment; anything else that came is one."""
    more = after() | package("tides", "0.0.0", SITE)
    elsewhere = after() | package("tides", "0.0.0", OLD_SITE)
    chosen = evolve(EXPECTED, project="tides")

    assert [(Subject.PACKAGE, "tides")] == surprises(ORIGINAL, Made(more, NEW))
    assert [] == surprises(ORIGINAL, Made(more, NEW), chosen)
    assert (Subject.PACKAGE, "tides") in surprises(ORIGINAL, Made(elsewhere, NEW), chosen)


def test_isolated_mode_brings_its_unbuffered_output_along() -> None:
    """The -u that takes the place of PYTHONUNBUFFERED belongs to what was chosen; without the extra it does not."""
    new = evolve(REWRITE, config=evolve(NEW, command=("python", "-I", "-u", "-m", "shop")))
    old = evolve(ORIGINAL, config=evolve(OLD, command=("python", "-m", "shop")))
    chosen = evolve(EXPECTED, extras=frozenset({"isolated-mode"}))

    assert [] == surprises(old, new, chosen)
    assert [(Subject.CONFIG, "CMD")] == surprises(old, new)

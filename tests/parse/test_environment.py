"""What is in force at each instruction."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.dockerfile import Dockerfile, Instruction
from venvoy.model.environment import Scope, Surroundings, Value
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings
from venvoy.parse.predefined import PROXY_ARGUMENTS

UNSEEN = frozenset({"base image"})


def dockerfile(text: str) -> Dockerfile:
    """Return *text* as a Dockerfile."""
    found = read(text.encode(), "Dockerfile")
    assert isinstance(found, Dockerfile), found
    return found


def around(text: str) -> Surroundings:
    """Return the surroundings of the Dockerfile *text*."""
    return surroundings(dockerfile(text))


def last(text: str) -> Scope:
    """Return the scope at the end of the last stage."""
    return around(text).final[-1]


def on(names: str, text: str | None) -> Value:
    """Return a value that rests on *names*."""
    return Value(text, frozenset(names.split()))


def own(arguments: Mapping[str, Value]) -> dict[str, Value]:
    """Return the build arguments that a Dockerfile declares itself."""
    return {name: value for name, value in arguments.items() if name not in PROXY_ARGUMENTS}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("ENV A=b", "b"),
        ('ENV A="b c"', "b c"),
        ("ENV A=b\\ c", "b c"),
        ("ENV B=1 A='$B'", "$B"),
        ("ENV B=1\nENV A=$B", "1"),
        ("ENV B=1\nENV B=2 A=$B", "1"),
        ("ENV A=1\nENV A=$A:2", "1:2"),
        ("ENV A=1\nENV A=${A:+$A:}2", "1:2"),
        ("ENV A=${A:+$A:}2", "2"),
        ("ENV A=x$UNSET", "x"),
        ("ENV A b  c", "b  c"),
        ('ENV A "b c" d', "b c d"),
        ("ENV A b=c", "b=c"),
        ("ENV B=1\nENV A $B/x", "1/x"),
        ("ENV B=A\nENV $B=1", "1"),
        ("ENV A=1 \\\n    B=2 \\\n    # a comment\n    C=3", "1"),
        ("env A=1", "1"),
        ("ENV A=", ""),
    ],
)
def test_env_sets_what_docker_sets(lines: str, expected: str) -> None:
    """An ENV has the value that Docker gives it, for certain."""
    assert Value(expected) == last(f"FROM debian\n{lines}\n").env["A"]


def test_an_instruction_sees_what_stands_before_it() -> None:
    """The scope of an instruction is the one before its own effect; the final scope is behind the last."""
    file = dockerfile("FROM debian\nENV A=1\nRUN a\nENV A=2\nWORKDIR /srv\nRUN b\n")
    scopes = surroundings(file).scopes
    seen = [_a(scopes[i.span.start]) for i in file.instructions]
    assert [None, None, Value("1"), Value("1"), Value("2"), Value("2")] == seen
    assert ["/", "/", "/", "/", "/", "/srv"] == [scopes[i.span.start].workdir.text for i in file.instructions]


def _a(scope: Scope) -> Value | None:
    return scope.env.get("A")


@pytest.mark.parametrize(
    ("before", "lines", "expected"),
    [
        ("", "ARG A=1", on("A", "1")),
        ("", "ARG A", on("A", None)),
        ("", "ARG B=1\nARG A=$B-x", on("A B", "1-x")),
        ("", "ARG B=1 A=${B}2", on("A B", "12")),
        ("", "ARG A='b c'", on("A", "b c")),
        ("", "ARG A=1\nARG A=2", on("A", "2")),
        ("", "ARG A=1\nARG A", on("A", "1")),
        ("", "ENV B=1\nARG A=$B", on("A", "1")),
        ("ARG A=1\n", "", None),
        ("ARG A=1\n", "ARG A", on("A", "1")),
        ("ARG A=1\n", "ARG A=2", on("A", "2")),
        ("ARG A\n", "ARG A", on("A", None)),
        ("ARG B=1\nARG A=$B\n", "ARG A", on("A B", "1")),
        ("ARG B=1\n", "ARG A=$B", on("A", "")),
        ("", "ARG TARGETARCH\nARG A=$TARGETARCH", on("A TARGETARCH", None)),
        ("", "ARG A=$TARGETARCH", on("A", "")),
        ("", "ARG A=${HTTP_PROXY}", on("A HTTP_PROXY", None)),
    ],
)
def test_arguments_rest_on_themselves(before: str, lines: str, expected: Value | None) -> None:
    """A build argument has its default, never for certain; the global one only where it is declared again."""
    assert expected == last(f"{before}FROM debian\n{lines}\n").args.get("A")


def test_env_carries_the_argument_it_was_made_from() -> None:
    """An ENV made from a build argument rests on it, also through another ENV."""
    env = last("FROM debian\nARG V=3.12\nENV A=$V\nENV B=py$A C=1\n").env
    assert (on("V", "3.12"), on("V", "py3.12"), Value("1")) == (env["A"], env["B"], env["C"])


def test_env_hides_an_argument() -> None:
    """ENV wins over an ARG of the same name that stands before it."""
    assert Value("2") == last("FROM debian\nARG A=1\nENV A=2\n").lookup("A")


def test_an_argument_behind_an_env_makes_it_doubtful_in_its_stage() -> None:
    """Builders differ on an ARG behind an ENV of the same name; images built from the stage have the ENV again."""
    file = dockerfile("FROM debian AS a\nENV A=1\nARG A=2\nRUN a\nFROM a\nRUN b\n")
    found = surroundings(file)
    inside, behind = (found.scopes[file.stages[index].instructions[-1].span.start] for index in (0, 1))
    assert (on("A", "1"), Value("1"), Value("1")) == (
        inside.lookup("A"),
        found.final[0].lookup("A"),
        behind.lookup("A"),
    )


def test_an_argument_tells_what_the_image_does_not() -> None:
    """An ARG named like a variable of the image, whose value only the image knows, lends its default."""
    file = dockerfile("ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}\nARG PYTHON_VERSION\nRUN a\n")
    scope = surroundings(file).scopes[file.instructions[-1].span.start]
    assert Value("3.12", UNSEEN | {"PYTHON_VERSION"}) == scope.lookup("PYTHON_VERSION")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", Value("/")),
        ("WORKDIR app", Value("/app")),
        ("WORKDIR /srv\nWORKDIR app\nWORKDIR ../lib/", Value("/srv/lib")),
        ("WORKDIR /srv/\nWORKDIR /opt", Value("/opt")),
        ('WORKDIR "/a b"', Value("/a b")),
        ("ENV D=/srv\nWORKDIR $D/app", Value("/srv/app")),
        ("ARG D=srv\nWORKDIR /$D\nWORKDIR app", on("D", "/srv/app")),
        ("ARG D\nWORKDIR $D\nWORKDIR app", on("D", None)),
        ("ARG D\nWORKDIR $D\nWORKDIR /app", Value("/app")),
        ("WORKDIR //srv//app", Value("/srv/app")),
        ("WORKDIR ..", Value("/")),
    ],
)
def test_workdir_accumulates(lines: str, expected: Value) -> None:
    """A relative WORKDIR counts from the one before."""
    assert expected == last(f"FROM debian\n{lines}\n").workdir


def test_a_directory_beyond_all_bounds_is_unknown() -> None:
    """Relative WORKDIRs without end lead nowhere."""
    assert Value(None) == last("FROM debian\n" + "WORKDIR directory\n" * 1000).workdir


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", Value("root")),
        ("USER app", Value("app")),
        ("USER app:web", Value("app")),
        ("USER 1000:1000", Value("1000")),
        ("ENV U=app\nUSER $U:$U", Value("app")),
        ("ARG U=1000\nARG G\nUSER ${U}:${G}", on("U", "1000")),
        ("ARG U\nUSER ${U:-1000}:${G:-1000}", on("U", "1000")),
        ("USER app\nUSER root", Value("root")),
    ],
)
def test_user_is_the_name_without_the_group(lines: str, expected: Value) -> None:
    """USER may name a group, which does not count."""
    assert expected == last(f"FROM debian\n{lines}\n").user


def test_shell_is_what_json_says() -> None:
    """SHELL replaces the shell for what follows."""
    assert ("/bin/bash", "-o", "pipefail", "-c") == last(
        'FROM debian\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n'
    ).shell
    assert ("/bin/sh", "-c") == last("FROM debian\n").shell
    assert ("cmd", "/S", "/C") == last("FROM mcr.microsoft.com/windows/servercore:ltsc2022\n").shell


def test_a_stage_inherits_the_stage_it_is_built_from() -> None:
    """ENV, WORKDIR, USER, SHELL and ARG reach the stages that are built from a stage, and only those."""
    found = around(
        'FROM debian AS Base\nARG V=1\nENV A=1\nWORKDIR /srv\nUSER app\nSHELL ["/bin/bash", "-c"]\n'
        "FROM debian AS other\nFROM base\nRUN a\n"
    )
    first, other, built = found.final
    assert first == built
    assert (None, {}, Value("/"), Value("root")) == (_a(other), own(other.args), other.workdir, other.user)
    assert on("V", "1") == built.args["V"]
    assert ["debian", "debian", "debian"] == [base.reference for base in found.bases]


def test_a_later_env_does_not_reach_back() -> None:
    """What a stage changes, the stage it is built from does not see."""
    found = around("FROM debian AS a\nENV A=1\nFROM a\nENV A=2\nFROM a\n")
    assert [Value("1"), Value("2"), Value("1")] == [_a(scope) for scope in found.final]


def test_onbuild_works_in_the_stage_built_from_it() -> None:
    """An ONBUILD of an earlier stage is carried out first in the next, and not in the one after that."""
    found = around("FROM debian AS a\nONBUILD ENV A=1\nONBUILD ENV B=$A\nFROM a AS b\nFROM debian\n")
    assert [None, Value("1"), None] == [_a(scope) for scope in found.final]
    assert Value("1") == found.final[1].env["B"]


def test_from_sees_global_arguments_and_platforms() -> None:
    """FROM knows the ARGs before the first stage and the platform, and nothing of a stage."""
    file = dockerfile(
        "ARG V=3.12\nFROM python:$V AS a\nARG W=1\nENV E=2\nFROM --platform=$BUILDPLATFORM python:$V-slim\n"
    )
    found = surroundings(file)
    scope = found.scopes[file.stages[1].start.span.start]
    assert (on("V", "3.12"), on("BUILDPLATFORM", None)) == (scope.lookup("V"), scope.lookup("BUILDPLATFORM"))
    assert (None, None) == (scope.lookup("W"), scope.lookup("E"))
    assert [on("V", "python:3.12"), on("V", "python:3.12-slim")] == [base.image for base in found.bases]
    assert [on("V", "3.12"), on("V", "3.12")] == [base.python for base in found.bases]


def test_a_stage_chosen_by_an_argument_is_followed_with_doubt() -> None:
    """``FROM $TARGET`` is built from the stage that the default names, and all of it rests on the argument."""
    found = around("ARG TARGET=prod\nFROM python:3.12 AS prod\nENV A=1\nWORKDIR /srv\nFROM ${TARGET}\n")
    scope, base = found.final[1], found.bases[1]
    assert (on("TARGET", "1"), on("TARGET", "/srv")) == (_a(scope), scope.workdir)
    assert ("python", on("TARGET", "3.12")) == (base.family, base.python)


def test_instructions_without_effect_share_one_scope() -> None:
    """A thousand RUNs have one scope, not a thousand copies."""
    file = dockerfile("FROM debian\nENV A=1\n" + "RUN a\n" * 1000)
    found = surroundings(file)
    assert 1 == len({id(found.scopes[i.span.start]) for i in file.stages[0].instructions[1:]})


LINES = st.lists(
    st.sampled_from(
        [
            "FROM debian AS a",
            "FROM a",
            "FROM python:$A",
            "FROM ${B:-a}",
            "ARG A",
            "ARG A=$B",
            "ARG B=x A=${B#?}",
            "ENV A=$A B=${A:-$PATH}",
            "ENV A $B 'c",
            "ENV $A=$B",
            "WORKDIR $A",
            "WORKDIR x/${B}",
            "USER $A:$B",
            'SHELL ["sh", "-c"]',
            "ONBUILD ENV B=$A",
            "ONBUILD ARG A=2",
            "RUN echo $A",
            "ENTRYPOINT a",
        ]
    ),
    max_size=14,
)


@given(LINES)
def test_every_instruction_has_its_scope(lines: list[str]) -> None:
    """Each instruction has a scope, each stage an end and a base, whatever comes in which order."""
    file = dockerfile("\n".join(["ARG A=1", "FROM debian AS a", *lines]) + "\n")
    found = surroundings(file)
    assert set(map(_start, file.instructions)) <= set(found.scopes)
    assert (len(file.stages), len(file.stages)) == (len(found.final), len(found.bases))
    assert all(scope.workdir.text is None or scope.workdir.text.startswith("/") for scope in found.scopes.values())


def _start(instruction: Instruction) -> int:
    return instruction.span.start

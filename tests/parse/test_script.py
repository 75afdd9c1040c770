"""What each instruction runs."""

from __future__ import annotations

import pytest
from attrs import evolve

from venvoy.model.dockerfile import Dockerfile, Instruction
from venvoy.model.shell import Language, Script
from venvoy.parse.dockerfile import read
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of

from .shell_texts import said

SH = ("/bin/sh", "-c")


def instruction_of(text: str) -> tuple[Instruction, LineTable]:
    """Read the one instruction *text* of a Dockerfile, which starts at line 2."""
    content = b"FROM a\n" + text.encode()
    dockerfile = read(content, "Dockerfile")
    assert isinstance(dockerfile, Dockerfile)
    return dockerfile.stages[0].instructions[0], LineTable(content)


def script(text: str, shell: tuple[str, ...] = SH) -> Script:
    """Return what the instruction *text* runs."""
    instruction, table = instruction_of(text)
    return script_of(instruction, shell, table)


SCRIPTS = {
    "run": ("RUN pip install a && b", Language.SHELL, ["pip|install|a", "&& b"]),
    "run with flags": ("RUN --mount=type=cache,target=/x pip install a", Language.SHELL, ["pip|install|a"]),
    "json run": ('RUN ["pip", "install", "$X && b"]', Language.EXEC, ["pip|install|$X && b"]),
    "json with a shell": (
        'RUN ["bash", "-lc", "pip install \\"a\\" && b"]',
        Language.EXEC,
        ['bash|-lc|pip install "a" && b', "pip|install|a (nested)", "&& b (nested)"],
    ),
    "json that is none": ('RUN ["a" , b]', Language.SHELL, ["[a|,|b]"]),
    "an empty list": ("CMD []", Language.EXEC, []),
    "cmd": ("CMD python -m x", Language.SHELL, ["python|-m|x"]),
    "json cmd": ('CMD ["python", "-m", "x"]', Language.EXEC, ["python|-m|x"]),
    "entrypoint": ('ENTRYPOINT ["gunicorn", "\\u00e9:\\tb"]', Language.EXEC, ["gunicorn|é:\tb"]),
    "healthcheck": ("HEALTHCHECK --interval=3s CMD curl x || exit 1", Language.SHELL, ["curl|x", "|| exit|1"]),
    "json healthcheck": ('HEALTHCHECK cmd ["curl", "x"]', Language.EXEC, ["curl|x"]),
    "no healthcheck": ("HEALTHCHECK NONE", Language.SHELL, []),
    "trigger": ("ONBUILD RUN pip install a", Language.SHELL, ["pip|install|a"]),
    "json trigger": ('ONBUILD CMD ["a", "b"]', Language.EXEC, ["a|b"]),
    "something that runs nothing": ("COPY a b", Language.SHELL, []),
    "here-document": ("RUN <<EOF\na\nb \\\n c\nEOF", Language.SHELL, ["a", "NL b|c"]),
    "here-document with a shell's name": ("RUN <<EOF\n#!/bin/bash -e\na\nEOF", Language.SHELL, ["a"]),
    "here-document with tabs": (
        "RUN <<-EOF\n\tcat <<X\n\tb\n\tX\n\ta\n\tEOF", Language.SHELL, ["cat", "NL a"]
    ),
    "here-document for a shell": (
        "RUN bash -ex <<'EOF' && c\na $X\nEOF", Language.SHELL, ["bash|-ex", "a|<$X> (heredoc)", "&& c"]
    ),
    "here-documents as data": (
        "RUN cat <<A > x <<B && c\n$(a)\nA\n$(b)\nB",
        Language.SHELL,
        ["cat", "a (heredoc substitution)", "b (heredoc substitution)", "&& c"],
    ),
    "here-document for an interpreter": ("RUN python3 - <<EOF\nimport x\nEOF", Language.SHELL, ["python3|-"]),
    "here-document without lines": ("RUN <<EOF\nEOF", Language.SHELL, []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "language", "expected"), SCRIPTS.values(), ids=SCRIPTS)
def test_script(text: str, language: Language, expected: list[str]) -> None:
    """An instruction runs its argument, or here-document, as Docker hands it over."""
    found = script(text)
    assert (language, expected) == (found.language, [said(command) for command in found.commands])


OTHER = {
    "powershell": ("RUN a", ("powershell", "-Command"), (2, 2)),
    "cmd": ("RUN a ^\n", ("cmd", "/S", "/C"), (2, 2)),
    "python as shell": ("RUN print(1)", ("/usr/bin/python3", "-c"), (2, 2)),
    "here-document with another program's name": ("RUN <<E\n#!/usr/bin/env -S python3 -u\nimport x\nE", SH, (3, 4)),
}


@pytest.mark.parametrize(("text", "shell", "lines"), OTHER.values(), ids=OTHER)
def test_other_language(text: str, shell: tuple[str, ...], lines: tuple[int, int]) -> None:
    """A language that is not read is one opaque and no command."""
    found = script(text, shell)
    (opaque,) = found.opaques
    assert (Language.OTHER, (), lines) == (found.language, found.commands, (opaque.lines.first, opaque.lines.last))


SHELLS = [
    ("/bin/bash", "-o", "pipefail", "-c"),
    ("conda", "run", "-n", "x", "/bin/bash", "-c"),
    ("/usr/bin/env", "bash", "-c"),
    ("/busybox/sh", "-c"),
]


@pytest.mark.parametrize("shell", SHELLS)
def test_shells(shell: tuple[str, ...]) -> None:
    """A shell is known by its name, also behind a program that starts it."""
    assert ["a|b"] == [said(command) for command in script("RUN a b", shell).commands]


def test_json_form_needs_no_shell() -> None:
    """The JSON form is read whatever the shell in force."""
    assert ["a|b"] == [said(command) for command in script('RUN ["a", "b"]', ("powershell",)).commands]


def test_healthcheck_without_test_in_another_shell() -> None:
    """What runs nothing is not opaque, whatever the shell in force."""
    assert () == script("HEALTHCHECK NONE", ("powershell",)).opaques


def test_local_script_as_entrypoint() -> None:
    """A script that starts the container is opaque and a command."""
    found = script('ENTRYPOINT ["./run.sh", "x"]')
    assert (["./run.sh|x"], 1) == ([said(command) for command in found.commands], len(found.opaques))


def test_bytes_that_are_no_text() -> None:
    """Bytes that are not UTF-8 survive in words."""
    instruction, _ = instruction_of('RUN ["a", "b"]')
    argument = instruction.argument
    hostile = evolve(instruction, argument=evolve(argument, value=argument.value.replace(b"b", b"\xff")))
    words = script_of(hostile, SH, LineTable(b"")).commands[0].argv
    assert ["a", "\udcff"] == [word.literal for word in words]

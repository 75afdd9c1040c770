"""A build's output: its last lines kept, the step that it is at, and the step that failed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable

from attrs import define, field

from venvoy.images.redaction import Redactor
from venvoy.model.dockerfile import Dockerfile, Instruction
from venvoy.model.progress import AtStep, Progress, Said

KEPT = 2000
"""Lines of the output that are kept; what is before them has been shown, and is gone."""

_VERTEX = re.compile(r"#(?P<number>\d+) \[(?:[^\]]* )?(?P<at>\d+)/(?P<of>\d+)\] (?P<text>.+)")
_FAILED = re.compile(r"#(?P<number>\d+) (?:ERROR|CANCELED)(?P<error>: .*)?")
_CLASSIC = re.compile(r"(?:Step (?P<at>\d+)/(?P<of>\d+) : |STEP (?P<pat>\d+)/(?P<pof>\d+): )(?P<text>.+)")
_PLACE = re.compile(r"\S*Dockerfile:(?P<line>\d+)")
_PARSE = re.compile(
    r"dockerfile parse error (?:on )?line (?P<line>\d+)|Dockerfile.*line (?P<other>\d+):", re.IGNORECASE
)
_CACHED = re.compile(r" ?-+> Using cache.*")
_LAYER = re.compile(r" ?-+> (?P<id>[0-9a-f]{12,64})")
_DISK = re.compile(r"no space left on device", re.IGNORECASE)
_GONE = re.compile(
    r"Cannot connect to the Docker daemon|error during connect|rpc error: code = Unavailable|unexpected EOF$"
    r"|connection reset by peer|error reading from server: EOF|context canceled: context canceled",
)
_NOISE = re.compile(r"^[\s\-]*$")
_CLOSING = re.compile(
    r"executor failed running|failed to solve|returned a non-zero code|did not complete successfully"
    r"|exit (code|status):? \d+$|^ *\d+ \||^ *-+>|^ > |Dockerfile:\d+$|\[notice\]"
)
"""What a builder says of a step that failed, behind what the step itself has said; and pip of its next release."""
_STAMP = re.compile(r"^#\d+ [\d.]+ ")


@define
class Output:
    """Hears a build's output, line by line."""

    dockerfile: Dockerfile = field(repr=False)
    redact: Redactor = field(repr=False)
    tell: Callable[[Progress], None] = field(repr=False)
    """Is told each line, and where the build is."""
    side: str
    """``before`` or ``after``."""
    lines: deque[str] = field(factory=lambda: deque(maxlen=KEPT), repr=False)
    disk_full: bool = False
    engine_gone: bool = False
    layers: list[str] = field(factory=list, repr=False)
    """Images that the classic builder, or Podman's, made on the way and keeps as its cache."""
    _vertices: dict[str, str] = field(factory=dict, repr=False)
    _failed: str | None = None
    _last_step: tuple[int, str] | None = None
    _line: int | None = None
    _previous: str = ""

    def hear(self, raw: str) -> None:
        """Take in one line."""
        line = self.redact(raw)
        self.lines.append(line)
        self.tell(Said(self.side, line))
        if vertex := _VERTEX.match(line):
            self._vertices[vertex["number"]] = vertex["text"]
            self.tell(AtStep(self.side, int(vertex["at"]), int(vertex["of"]), vertex["text"]))
        elif failed := _FAILED.match(line):
            if failed["error"] is not None and self._failed is None:
                self._failed = self._vertices.get(failed["number"])
        elif step := _CLASSIC.match(line):
            at = step["at"] or step["pat"]
            self._last_step = (int(at), step["text"])
            self.tell(AtStep(self.side, int(at), int(step["of"] or step["pof"]), step["text"]))
        elif place := _PLACE.fullmatch(line.strip()) or _PARSE.search(line):
            self._line = int(next(number for number in place.groups() if number))
        elif (layer := _LAYER.fullmatch(line)) and self._is_new():
            self.layers.append(layer["id"])
        self._previous = line
        self.disk_full |= _DISK.search(line) is not None
        self.engine_gone |= _GONE.search(line) is not None

    def failed_step(self) -> tuple[str | None, int | None]:
        """Return the instruction that failed, as written, and its line; None for what cannot be told."""
        if self._line is not None:
            inside = [i for i in self.dockerfile.instructions if i.lines.first <= self._line <= i.lines.last]
            return (_text(inside[0]) if inside else None), (inside[0].lines.first if inside else self._line)
        text = self._failed or (self._last_step[1] if self._last_step is not None else None)
        if text is None:
            return None, None
        same = [i for i in self.dockerfile.instructions if _plain(_text(i)) == _plain(text)]
        return text, (same[0].lines.first if len(same) == 1 else self._numbered(text))

    def _numbered(self, text: str) -> int | None:
        """Return the line of the step that the classic builder counts to, when keyword and number agree."""
        if self._last_step is None:
            return None
        instructions = self.dockerfile.instructions
        number = self._last_step[0]
        if not 1 <= number <= len(instructions) or not text.upper().startswith(instructions[number - 1].keyword):
            return None
        return instructions[number - 1].lines.first

    def _is_new(self) -> bool:
        """Return whether the image that is told after a step was made by it: a FROM and the cache bring others."""
        if self._last_step is None or _CACHED.fullmatch(self._previous):
            return False
        return not self._last_step[1].upper().startswith(("FROM ", "ARG "))

    def last_words(self) -> str:
        """Return the last line that says something: of the step itself, where it has said anything."""
        telling = [line for line in self.lines if not _NOISE.match(line)]
        own = (line for line in reversed(telling) if not _CLOSING.search(line))
        last = next(own, telling[-1] if telling else "The build failed.")
        return _STAMP.sub("", last).strip()


def _text(instruction: Instruction) -> str:
    flags = "".join(f"--{flag.name}{'' if flag.value is None else '=' + flag.value} " for flag in instruction.flags)
    return f"{instruction.keyword} {flags}{instruction.argument.text}".rstrip()


def _plain(text: str) -> str:
    keyword, _, rest = text.partition(" ")
    return " ".join((keyword.upper(), *rest.split()))

"""A bench made by hand: what it says and what comes of it is written down here; nothing is built."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from attrs import define, evolve, field

from venvoy.model.build import BuildFailed, Halt, Halted
from venvoy.model.comparison import Comparison, Difference, Judgement, Measure, Measured, SameVerdict, Subject
from venvoy.model.dockerfile import Unreadable
from venvoy.model.engine import Builder, Engine, NoEngine
from venvoy.model.image import Distribution, Image, ImageConfig, ImageContents, Layer, SearchPath
from venvoy.model.progress import AtStep, Begun, Made, Progress, Said, Seen
from venvoy.tui.trial import Order

ENGINE = Engine(
    "unix:///var/run/docker.sock", "the usual socket", "Docker", "27.3.1", "linux/amd64", Builder.BUILDX, "docker"
)
OLD_SITE, NEW_SITE = "/root/.local/lib/python3.12/site-packages", "/opt/venv/lib/python3.12/site-packages"
BASE = (Layer(74_800_000, "debian.sh"), Layer(41_200_000, "RUN set -eux; apt-get update; make install"))


def _image(site: str, *layers: Layer) -> Image:
    prefix = "/opt/venv" if site == NEW_SITE else "/usr/local"
    library = ("/usr/local/lib/python312.zip", "/usr/local/lib/python3.12", "/usr/local/lib/python3.12/lib-dynload")
    search = SearchPath(
        interpreter=f"{prefix}/bin/python",
        version="3.12.7",
        prefix=prefix,
        base_prefix="/usr/local",
        user_site=OLD_SITE,
        plain=("", *library, site),
        isolated=(*library, site) if site == NEW_SITE else library,
        library=("/usr/local/lib/python3.12",),
    )
    packages = tuple(Distribution(name, "1.0", site) for name in ("flask", "gunicorn", "jinja2"))
    return Image(
        id="sha256:0",
        size=sum(layer.size for layer in (*BASE, *layers)),
        layers=(*BASE, *layers),
        config=ImageConfig(platform="linux/amd64"),
        contents=ImageContents({}, packages, ()),
        search_path=search,
    )


COMPARISON = Comparison(
    engine=ENGINE,
    before=_image(OLD_SITE, Layer(14_900_000, "COPY /root/.local /root/.local # buildkit"), Layer(2_000, "COPY . .")),
    after=_image(
        NEW_SITE, Layer(21_100_000, "COPY /opt/venv /opt/venv # buildkit"), Layer(2_000, "COPY . . # buildkit")
    ),
    verdict=SameVerdict.EQUIVALENT,
    differences=(
        Difference(
            Subject.CONFIG,
            "ENV PATH",
            "/root/.local/bin:/usr/local/bin:/usr/bin:/bin",
            "/opt/venv/bin:/usr/local/bin:/usr/bin:/bin",
            Judgement.EXPECTED,
            "The environment's programs come first.",
        ),
        Difference(
            Subject.PACKAGE,
            "pip",
            None,
            "24.2",
            Judgement.EXPECTED,
            "It came with the environment, and installs others.",
        ),
    ),
    measures=(
        Measure("image size", "bytes", 130_902_000, 137_102_000, "As the engine counts it (docker image inspect)."),
        Measure("layers", "layers", 4, 4, "Entries of the image's history that have a size."),
        Measure("files", "files", 14_210, 14_871, "Paths in the file system, directories included."),
        Measure("environment", "bytes", 0, 6_200_000, "Bytes in virtual environments that no package recorded."),
        Measure("compilers", "programs", 2, 0, "Programs of gcc, clang and make."),
        Measure("rebuild after a source change", "seconds", 19.0, 2.1, "Built with the cache.", 3, (0.4, 0.1)),
    ),
    ignored=("The time stamps of files were not compared.",),
)
SURPRISING = evolve(
    COMPARISON,
    verdict=SameVerdict.DIFFERS,
    differences=(
        Difference(
            Subject.FILE, "/srv/\x1b]0;owned\x07.py", "a", None, Judgement.SURPRISE, "It was in the original only."
        ),
        *COMPARISON.differences,
    ),
)
STEPS = ("FROM docker.io/library/python:3.12-slim", "COPY requirements.txt .", "RUN pip install -r requirements.txt")
INTERRUPTED = Halted(Halt.INTERRUPTED, "It was interrupted.", "Everything that was made for it has been removed.")


def failed(name: str, line: int) -> BuildFailed:
    """Return that a build failed at *line*, with a message that is known."""
    reason = "ERROR: failed to solve: exit code: 1"
    step = "RUN pip install --user -r requirements.txt"
    advice = "Inside of a virtual environment there is no user site: take --user (or PIP_USER) out."
    return BuildFailed(name, reason, step, line, advice, 3.2, ("Can not perform a '--user' install.", reason))


def said(side: str) -> Iterator[Progress]:
    """Yield what a build of three steps tells."""
    yield Begun(side)
    for number, text in enumerate(STEPS, 1):
        line = f"#{number + 4} [{number}/3] {text}"
        yield Said(side, line)
        yield AtStep(side, number, 3, text)
    yield Said(side, f"#{len(STEPS) + 4} 0.8 Collecting flask")


@define(eq=False)
class MadeBench:
    """Tells, waits when it has to, and returns what it was given."""

    outcome: Comparison | BuildFailed | Halted = COMPARISON
    lack: NoEngine | Unreadable | None = None
    breaks: OSError | None = None
    """What opening it raises."""
    script: Sequence[Progress] = field(
        factory=lambda: (*said("before"), Made("before", 12.5), Seen("before"), *said("after"))
    )
    after: Sequence[Progress] = (Made("after", 14.25), Seen("after"))
    """What is told once it goes on."""
    goes_on: threading.Event = field(factory=threading.Event)
    """Held back by a test that looks at it while it runs."""
    engine: Engine = ENGINE
    opened: list[Order] = field(factory=list)
    closed: int = 0
    asked: list[tuple[Measured, int]] = field(factory=list)
    measured: Measured = Measured.SAME
    told: Callable[[Progress], None] = print
    cancelled: threading.Event = field(factory=threading.Event)

    def __attrs_post_init__(self) -> None:
        """Hold nothing back unless it is asked for."""
        self.goes_on.set()

    @contextmanager
    def open(
        self, of: Order, tell: Callable[[Progress], None], cancelled: threading.Event
    ) -> Iterator[MadeBench | NoEngine | Unreadable]:
        """Be opened, and closed."""
        if self.breaks is not None:
            raise self.breaks
        self.opened.append(of)
        self.told, self.cancelled = tell, cancelled
        try:
            yield self if self.lack is None else self.lack
        finally:
            self.closed += 1

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """Return two commands."""
        context = "/home/me/shop" if self.measured is Measured.SAME else "/tmp/venvoy-a1b2c3d4/context"
        head = ("docker", "buildx", "build", "--load", "--progress=plain", "--label", "venvoy.run=0123456789abcdef")
        sides = (f"/tmp/venvoy-a1b2c3d4/{side}/Dockerfile" for side in ("before", "after"))
        return tuple((*head, "--file", side, context) for side in sides)

    def measuring(self, measured: Measured) -> MadeBench:
        """Return a bench that shares everything but the question."""
        other = object.__new__(MadeBench)
        for name in MadeBench.__slots__:
            if name != "__weakref__":
                setattr(other, name, getattr(self, name))
        other.measured = measured
        return other

    def compare(self, runs: int) -> Comparison | BuildFailed | Halted:
        """Tell, wait, tell the rest, and end."""
        self.asked.append((self.measured, runs))
        for one in self.script:
            self.told(one)
        while not self.goes_on.wait(0.01):
            if self.cancelled.is_set():
                return INTERRUPTED
        for one in self.after:
            self.told(one)
        return self.outcome

"""The whole of it: build both, look inside, hold them against each other, measure, and leave nothing behind."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve, field, frozen

from venvoy.images.build_stage import build_stage_files
from venvoy.images.building import Builds, Tell, interrupted
from venvoy.images.comparing.verdict import compared
from venvoy.images.connection import Connection, EngineGone, EngineRefused, gone
from venvoy.images.contexts import Cancelled, TooLarge, digests, lay_out, versions
from venvoy.images.counting import counted
from venvoy.images.inspecting import look
from venvoy.images.lacking import additions_after, additions_to, shipping_stage
from venvoy.images.redacted import redacted
from venvoy.images.redaction import settings_redactor, written
from venvoy.images.starting import Started, started
from venvoy.images.timing import timed
from venvoy.images.touching import LARGEST_CONTEXT, files
from venvoy.model.build import BuildFailed, BuildRequest, BuildSettings, Built, Halt, Halted
from venvoy.model.comparison import Comparison, Expectations, Measure, Measured, SameVerdict, Traced
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.engine import Engine
from venvoy.model.image import Image, ImageContents
from venvoy.model.page import Page
from venvoy.model.plan import FileChange, FileDiff
from venvoy.model.progress import Begun, Made, Remark, Seen

_SETTLED = 0.2
"""Seconds after which a second look is taken for what the engine was still making when it was told to stop."""


@frozen
class Pair:
    """Two Dockerfiles of one context."""

    before: Dockerfile
    after: Dockerfile
    context: Path
    ignored: bytes | None = None
    """Content of a ``Dockerfile.dockerignore`` beside the original."""
    expected: Expectations = field(factory=Expectations)
    settings: BuildSettings = field(factory=BuildSettings)
    diff: FileDiff | None = field(default=None, repr=False)
    pages: tuple[Page, ...] = field(default=(), repr=False)
    traces: tuple[Traced, ...] = field(default=(), repr=False)
    """All three for the report."""
    ignored_after: bytes | None = None
    """As `ignored`, for the rewrite."""
    changes: tuple[FileChange, ...] = field(default=(), repr=False)
    """Files beside the Dockerfile that the migration changes along, with absolute paths: each side is built with its
    own content of them, whatever lies on disk."""


@frozen(eq=False)
class Bench:
    """Where two images are built and compared; everything on it is removed when it is left."""

    builds: Builds
    requests: tuple[BuildRequest, BuildRequest]
    pair: Pair
    measured: Measured

    @property
    def engine(self) -> Engine:
        """What builds."""
        return self.builds.connection.engine

    def measuring(self, measured: Measured) -> Bench:
        """Return the same bench for another question."""
        return evolve(self, measured=measured, requests=_requests(self.builds.place, self.pair, measured))

    @property
    def commands(self) -> tuple[list[str], list[str]]:
        """The commands that build the two, exactly as they are carried out; timed builds repeat them."""
        before, after = self.requests
        return self.builds.shown(before), self.builds.shown(after)

    def compare(self, runs: int) -> Comparison | BuildFailed | Halted:
        """Build both, compare them, and measure what is asked for; times are medians of *runs*."""
        try:
            return self._compare(runs)
        except EngineGone:
            return interrupted() if self.builds.cancelled.is_set() else gone()
        except EngineRefused as error:
            return Halted(Halt.REFUSED, f"The engine refused: {self.builds.redact(str(error))}", "Start again.")
        except Cancelled:
            return interrupted()
        except TooLarge:
            return Halted(Halt.DISK_FULL, _NOT_COPIED, "Point TMPDIR to a directory on the file system of the context.")
        except OSError as error:
            return _no_place(error)

    def _compare(self, runs: int) -> Comparison | BuildFailed | Halted:
        self._lay_out()
        images = self._images()
        if not isinstance(images, tuple):
            return images
        starts = Started()
        if self.measured is not Measured.SAME:
            starts = started(self.builds.connection, images, runs, self.builds.tell, self.builds.cancelled)
        measures: tuple[Measure, ...] = (*counted(*images), *starts.measures)
        notes = starts.notes
        if self._copies:
            times = timed(self.builds, self.requests, images, runs)
            if not isinstance(times, tuple):
                return times
            measures, notes = (*measures, *times[0]), (*notes, *times[1])
        elif self.measured is not Measured.SAME:
            notes = (*notes, _TOO_LARGE)
        if self.builds.cancelled.is_set():
            return interrupted()
        found = compared(self.engine, *images, self.pair.expected, measures, starts.differences)
        if self.measured is Measured.COST:
            notes = (*notes, *(f"{one.name}: {one.why}" for one in starts.differences))
            found = evolve(found, verdict=SameVerdict.NOT_COMPARED, differences=())
        additions = additions_to(*images, self._ships, self._build_stage)
        found = evolve(found, additions=additions, notes=(*found.notes, *notes))
        told = evolve(found, diff=self.pair.diff, pages=self.pair.pages, traces=self.pair.traces)
        return redacted(told, self.builds.redact)

    @property
    def _ships(self) -> str | None:
        """Name of the stage of the rewrite that becomes the image."""
        return shipping_stage(self.pair.after, self.pair.settings.target).name

    def _build_stage(self) -> ImageContents | None:
        return build_stage_files(self.builds, self.requests[1], self.pair.expected)

    @property
    def _copies(self) -> bool:
        """True when the builds are made from a copy of the context, which is changed to time rebuilds."""
        return _copies(self.pair, self.measured)

    def _lay_out(self) -> None:
        """Make the directories that are built from, where that is not the context itself."""
        origin = self.pair.context
        if self._copies:
            origin = self.builds.place / _COPY
            shutil.copytree(
                self.pair.context, origin, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git")
            )
        found = versions(self.pair.context, self.pair.changes)
        for request, version in zip(self.requests, found or (), strict=False):
            left_out = lay_out(origin, Path(request.context), version, request.ignored, self.builds.cancelled)
            for path in left_out:
                self.builds.tell(Remark(f"could not be read, and is left out of the context: {path}"))

    def _images(self) -> tuple[Image, Image] | BuildFailed | Halted:
        found: list[Image] = []
        for request in self.requests:
            self.builds.tell(Begun(request.name))
            outcome = self.builds.build(request)
            if isinstance(outcome, BuildFailed) and found:
                additions = additions_after(outcome, found[0].contents, self._ships, self._build_stage)
                return evolve(outcome, additions=additions)
            if not isinstance(outcome, Built):
                return outcome
            self.builds.tell(Made(request.name, outcome.seconds))
            image = look(self.builds.connection, outcome.image, self.builds.cancelled.is_set)
            if isinstance(image, Halted):
                return interrupted() if self.builds.cancelled.is_set() else image
            self.builds.tell(Seen(request.name))
            found.append(image)
        return found[0], found[1]


_COPY = "context"
"""Name of a directory that is made for a build."""
_NOT_COPIED = (
    "The build context lies on another file system than the directory for temporary files, and has more than "
    f"{LARGEST_CONTEXT >> 30} GiB: it is not copied."
)
_TOO_LARGE = f"Builds were not timed: the context has more than {LARGEST_CONTEXT >> 30} GiB, and is not copied."


@contextmanager
def bench(
    connection: Connection,
    pair: Pair,
    measured: Measured,
    tell: Tell,
    cancelled: threading.Event,
) -> Iterator[Bench]:
    """Make room for a comparison, and clear it away: directory, containers and images, whatever happens."""
    place = Path(tempfile.mkdtemp(prefix="venvoy-"))
    redact = settings_redactor(pair.settings)
    redact = redact.with_variables((*written(pair.before), *written(pair.after)))
    pair = evolve(pair, expected=evolve(pair.expected, rewritten=digests(pair.changes)))
    builds = Builds(connection, place, redact, tell, cancelled)
    try:
        yield Bench(builds, _requests(place, pair, measured), pair, measured)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        clear(builds)


def clear(builds: Builds) -> None:
    """Remove what was made on the engine; look twice, for it may have been in the middle of making something."""
    try:
        builds.connection.sweep(builds.layers)
        time.sleep(_SETTLED)
        if left := builds.connection.sweep():
            builds.tell(Remark(f"could not be removed: {' '.join(left)}"))
    except (EngineGone, EngineRefused):
        label = builds.connection.label
        builds.tell(Remark(f"The engine does not answer; what is labelled {label} may be left there."))
    finally:
        builds.connection.close()


def _requests(place: Path, pair: Pair, measured: Measured) -> tuple[BuildRequest, BuildRequest]:
    apart = versions(pair.context, pair.changes) is not None
    context = place / _COPY if _copies(pair, measured) else pair.context

    def request(name: str, dockerfile: Dockerfile, ignored: bytes | None) -> BuildRequest:
        return BuildRequest(name, dockerfile, str(place / name / _COPY if apart else context), ignored, pair.settings)

    return request("before", pair.before, pair.ignored), request("after", pair.after, pair.ignored_after)


def _copies(pair: Pair, measured: Measured) -> bool:
    return measured is not Measured.SAME and _small(pair.context)


def _small(context: Path) -> bool:
    return sum(path.lstat().st_size for path in files(context)) <= LARGEST_CONTEXT


def _no_place(error: OSError) -> Halted:
    reason = f"Files could not be written for the builds: {error.strerror or error}."
    return Halted(Halt.DISK_FULL, reason, "Make room in the directory for temporary files, or point TMPDIR elsewhere.")

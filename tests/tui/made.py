"""Rooms made by hand: what they find and how they rewrite is written down here, so that a test knows it."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from attrs import define, evolve, field
from tests.tui.made_bench import MadeBench

from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.doctor import diagnose
from venvoy.model.analysis import Analysis
from venvoy.model.diagnosis import Diagnosis, Log, Unknown
from venvoy.model.dockerfile import Unreadable
from venvoy.model.engine import NoEngine
from venvoy.model.finding import FileVerdict, Finding, Related, Remedy, Review, StageSummary, Verdict
from venvoy.model.isolation import Isolation, Measure, Standing
from venvoy.model.page import Page, PageKind, Section
from venvoy.model.plan import (
    Answer,
    Cause,
    ChangeSet,
    Decision,
    Decisions,
    DiffLine,
    Edit,
    Extra,
    FileChange,
    FileDiff,
    InstallerChoice,
    Note,
    Offer,
    Plan,
    Shape,
    Sign,
)
from venvoy.model.progress import Progress
from venvoy.model.receipt import Applied, Receipt, Refused, Undone
from venvoy.model.repository_plan import PlannedFile
from venvoy.model.shell import Opaque
from venvoy.model.source import Lines, Span
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings
from venvoy.reports.trace_picture import trace_text
from venvoy.repository_migration import Beside, Candidate
from venvoy.trace.tracing import trace
from venvoy.tui.trial import Order
from venvoy.workspace.git import FileState, GitState

SHOP = b"""\
# The shop: built in one image, run in a smaller one.
FROM python:3.12 AS builder
COPY requirements.txt .
RUN pip install --user --no-warn-script-location \\
    -r requirements.txt
RUN eval "$POST_INSTALL"

FROM python:3.12-slim
WORKDIR /srv
COPY --from=builder /root/.local /root/.local
ENV PATH=/root/.local/bin:$PATH
COPY . .
RUN pip install gunicorn==23.0
EXPOSE 8000
CMD ["gunicorn", "shop:app"]
"""
"""Five findings: two that need each other, one to look at, one to keep, one of advice."""

FINDINGS = (
    Finding(
        id="user-install:4",
        shortcut="user-install",
        stage=0,
        lines=Lines(4, 5),
        message="pip installs below /root/.local: a place that only the user with that HOME looks at.",
        verdict=Verdict.MIGRATE,
        remedy=Remedy.SAFE,
        related=(Related(Lines(10, 10), "carries it into the last stage"),),
        needs=("copied-prefix:10",),
        facts=(("site", "/root/.local"), ("image", "python:3.12")),
    ),
    Finding(
        id="unguarded-install:4",
        shortcut="unguarded-install",
        stage=0,
        lines=Lines(4, 5),
        message="Nothing stops pip from installing outside of a virtual environment here.",
        verdict=Verdict.MIGRATE,
        remedy=Remedy.SAFE,
        advice=True,
    ),
    Finding(
        id="copied-prefix:10",
        shortcut="copied-prefix",
        stage=1,
        lines=Lines(10, 10),
        message="This copies /root/.local: another user than root finds nothing there.",
        verdict=Verdict.MIGRATE,
        remedy=Remedy.SAFE,
        related=(Related(Lines(4, 5), "filled here"),),
        needs=("user-install:4",),
    ),
    Finding(
        id="global-install:13",
        shortcut="global-install",
        stage=1,
        lines=Lines(13, 13),
        message="pip installs gunicorn into the Python of the image itself.",
        verdict=Verdict.ASK,
        remedy=Remedy.REVIEW,
        reason="Another install is in the stage before: only you can tell whether both belong together.",
    ),
    Finding(
        id="user-base:11",
        shortcut="user-base",
        stage=1,
        lines=Lines(11, 11),
        message="PATH names the user base.",
        verdict=Verdict.KEEP,
        remedy=Remedy.NONE,
        reason="The comment above it says so.",
    ),
)

Rewrites = Mapping[str, tuple[tuple[int, int, tuple[str, ...]], ...]]

REWRITES: Rewrites = {
    "user-install:4": (
        (4, 4, ("RUN python -m venv /opt/venv", "ENV PATH=/opt/venv/bin:$PATH")),
        (4, 5, ("RUN pip install --no-warn-script-location \\",)),
    ),
    "copied-prefix:10": (
        (10, 11, ("COPY --from=builder /opt/venv /opt/venv",)),
        (11, 12, ("ENV PATH=/opt/venv/bin:$PATH",)),
    ),
    "global-install:13": ((13, 14, ("RUN /opt/venv/bin/pip install gunicorn==23.0",)),),
}
"""Finding → line ranges (from, to) that are replaced, and by what."""


def analysis(content: bytes = SHOP, findings: tuple[Finding, ...] = FINDINGS, path: str = "Dockerfile") -> Analysis:
    """Return *content* with *findings*; reading and tracing are the real ones."""
    dockerfile = read(content, path)
    assert not isinstance(dockerfile, Unreadable)
    around = surroundings(dockerfile)
    traced = evolve(trace(dockerfile, around), opaques=())
    summaries = tuple(StageSummary(s.label, s.base, s.lines.first) for s in dockerfile.stages)
    opaques = (Opaque(Lines(6, 6), "What eval runs is only known when it runs."),) if b"eval" in content else ()
    review = Review(path, summaries, FileVerdict.MIGRATE if findings else FileVerdict.NOTHING, (), findings, opaques)
    return Analysis(dockerfile, around, traced, review)


def made_plan(of: Analysis, decisions: Decisions, rewrites: Rewrites) -> Plan:
    """Return the plan that *rewrites* make of the accepted findings."""
    before = of.dockerfile.content
    starts = [0]
    for line in before.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    edits = []
    for finding in of.review.findings:
        answer = decisions.answers.get(finding.id)
        if answer is None or answer.answer is not Answer.ACCEPT:
            continue
        for first, end, lines in rewrites.get(finding.id, ()):
            text = "".join(f"{_dressed(line, decisions)}\n" for line in lines).encode()
            why = f"{finding.shortcut} becomes a virtual environment at {decisions.choices.venv}."
            edits.append(Edit(Span(starts[first - 1], starts[end - 1]), text, (Cause(finding.id, why),)))
    if edits and Extra.SMOKE_TEST in decisions.choices.extras:
        cause = Cause("extra:smoke-test", "The build fails when the environment does not work in the last stage.")
        edits.append(Edit(Span(starts[-2], starts[-2]), b'RUN python -Ic "import shop"\n', (cause,)))
    edits.sort(key=lambda edit: edit.span)
    after, done = b"", 0
    for edit in edits:
        after += before[done : edit.span.start] + edit.replacement
        done = edit.span.end
    after += before[done:]
    notes = (Note(Lines(6, 6), "Line 6 stays as it is: what eval runs is not known."),) if edits else ()
    return Plan("Dockerfile", before, after, tuple(edits), Shape.IN_PLACE if edits else None, notes)


def _dressed(line: str, decisions: Decisions) -> str:
    line = line.replace("/opt/venv", decisions.choices.venv)
    return line.replace("pip install", "uv pip install") if decisions.choices.installer is InstallerChoice.UV else line


def made_diff(of: Plan) -> FileDiff:
    """Return the diff of *of*; a changed line's causes are those of the edits that touch it."""
    before, after = of.before.splitlines(keepends=True), of.after.splitlines(keepends=True)
    lines: list[DiffLine] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [DiffLine(Sign.SAME, before[a + n], a + n + 1, c + n + 1) for n in range(b - a)]
            continue
        lines += [DiffLine(Sign.REMOVED, before[n], n + 1, None, _causes(of, before[n], n)) for n in range(a, b)]
        lines += [DiffLine(Sign.ADDED, after[n], None, n + 1, _causes(of, after[n], None)) for n in range(c, d)]
    return FileDiff(of.path, (), tuple(lines))


def _causes(of: Plan, line: bytes, number: int | None) -> tuple[Cause, ...]:
    for edit in of.edits:
        start = len(b"".join(of.before.splitlines(keepends=True)[:number])) if number is not None else None
        if line in edit.replacement or (start is not None and edit.span.start <= start < edit.span.end):
            return edit.causes
    return ()


@define
class MadeRooms:
    """Rooms that answer from what is written down here."""

    files: dict[Path, bytes] = field(factory=dict)
    findings: tuple[Finding, ...] = FINDINGS
    rewrites: Rewrites = field(factory=lambda: REWRITES)
    state: Path = Path("/nowhere")
    says: GitState = field(factory=lambda: GitState(FileState.CLEAN, Path("/home/me/shop"), "main"))
    refuses: Refused | None = None
    why_not: Mapping[InstallerChoice, str] = field(factory=dict)
    """Installers that are not possible."""
    isolated: Isolation = field(factory=lambda: Isolation(Standing.UNSEEN, Measure.LEAVE, "Nothing was seen."))
    written: list[ChangeSet] = field(factory=list)
    undone: list[str] = field(factory=list)
    workplace: MadeBench = field(factory=MadeBench)
    kept: dict[Path, str] = field(factory=dict)

    def find(self, path: Path) -> tuple[Path, ...] | Unreadable:
        """Return the files, or the one that is *path*."""
        if path in self.files:
            return (path,)
        return tuple(self.files) or Unreadable(str(path), "There is no Dockerfile here or below; give the path of one.")

    def read(self, path: Path) -> bytes | Unreadable:
        """Return a file."""
        return self.files.get(path, Unreadable(str(path), "There is no such file; check the path."))

    def analyse(self, content: bytes, path: str) -> Analysis | Unreadable:
        """Return the shop's findings for the shop, none for anything else."""
        if isinstance(unreadable := read(content, path), Unreadable):
            return unreadable
        found = self.findings if content == SHOP or self.findings is not FINDINGS else ()
        return analysis(content, found, path)

    def plan(self, of: Analysis, decisions: Decisions) -> Plan:
        """Return the made plan."""
        return made_plan(of, decisions, self.rewrites)

    def offers(self, of: Analysis, decisions: Decisions) -> tuple[Offer, ...]:  # noqa: ARG002 - as in Rooms
        """Return the made offers."""
        return tuple(Offer(choice, self.why_not.get(choice)) for choice in InstallerChoice)

    def isolation(self, of: Analysis) -> Isolation:  # noqa: ARG002 - as in Rooms
        """Return the made judgement."""
        return self.isolated

    def beside(self, candidates: Sequence[Candidate], answers: Mapping[str, Decision]) -> None:
        """Lie in no work tree: nothing is beside."""

    def survey(self, analyses: Sequence[Analysis]) -> None:
        """Lie in no work tree."""

    def repository_change_set(self, of: Beside) -> ChangeSet:
        """Return what the real hall makes of it."""
        return hall.change_set(of.plan, of.root)

    def diff(self, of: Plan | PlannedFile) -> FileDiff:
        """Return the made diff of the Dockerfile; that of a file beside is the real one."""
        return made_diff(of) if isinstance(of, Plan) else migration.diff(of)

    def page(self, shortcut: str, facts: Mapping[str, str]) -> Page | None:
        """Return a short page."""
        site = facts.get("site", "/usr/local")
        sections = (
            Section("Why people do it", f"One directory to carry over: `{site}`. It takes no further tool."),
            Section("What it costs", "It depends on who runs it:\n\n```text\nNo module named 'flask'\n```"),
            Section("When it is fine to keep", "- The user is *fixed*.\n- Nobody uses `python -I`."),
        )
        return Page(shortcut, shortcut.replace("-", " "), PageKind.SHORTCUT, "A summary.", sections, (), ())

    def ideas(self) -> tuple[Page, ...]:
        """Return none: what a key or a palette shows does not depend on them."""
        return ()

    def picture(self, of: Analysis, width: int) -> str:
        """Return the real picture of what little was traced."""
        return trace_text(of.trace, of.dockerfile, width)

    def diagnose(self, log: Log, analyses: Sequence[Analysis]) -> Diagnosis | Unknown:
        """Ask the real doctor."""
        return diagnose(log, analyses)

    def git(self, path: Path) -> GitState:  # noqa: ARG002 - as in Rooms
        """Return what git is made to say."""
        return self.says

    def change_set(self, of: Plan, target: str, root: str) -> ChangeSet:
        """Return a change of one file."""
        return ChangeSet((FileChange(target, of.before, of.after),), root, f"migrate {of.path}")

    def apply(self, change_set: ChangeSet) -> Applied | Refused:
        """Write into `files`."""
        if self.refuses is not None:
            return self.refuses
        self.written.append(change_set)
        for change in change_set.changes:
            self.files[Path(change.path)] = change.after
        when = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
        paths = tuple(change.path for change in change_set.changes)
        return Applied(Receipt("0001-abc", when, paths, change_set.summary, "venvoy undo 0001-abc"))

    def undo(self, entry: str) -> Undone | Refused:
        """Put back what was there before."""
        change: FileChange = self.written[-1].changes[0]
        assert change.before is not None
        self.files[Path(change.path)] = change.before
        self.undone.append(entry)
        return Undone(entry, (change.path,), self.written[-1].summary)

    def bench(
        self, of: Order, tell: Callable[[Progress], None], cancelled: threading.Event
    ) -> AbstractContextManager[MadeBench | NoEngine | Unreadable]:
        """Open the made bench."""
        return self.workplace.open(of, tell, cancelled)

    def keep(self, path: Path, text: str) -> str | None:
        """Remember the report."""
        if path in self.kept:
            return "it is there already"
        self.kept[path] = text
        return None


def shop(path: str = "/home/me/shop/Dockerfile") -> tuple[Path, MadeRooms]:
    """Return the shop's Dockerfile and rooms that hold it."""
    where = Path(path)
    return where, MadeRooms(files={where: SHOP})


def many(count: int, lines: int) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a file of about *lines* lines with *count* findings in it."""
    gap = max(2, lines // count)
    text, findings = ["FROM python:3.12"], []
    for number in range(count):
        text.append(f"RUN pip install --user package-{number}==1.{number}")
        findings.append(
            evolve(
                FINDINGS[0],
                id=f"user-install:{len(text)}",
                lines=Lines(len(text), len(text)),
                needs=(),
                related=(),
                message=f"pip installs package-{number} below /root/.local.",
            )
        )
        text += [f"RUN echo {number} {n}" for n in range(gap - 1)]
    return ("\n".join(text) + "\n").encode(), tuple(findings)

"""What holds for every case of the corpus: what is found, and what becomes of it when everything is accepted."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import dockerfile
import pytest

from corpus_cases import FOUND, KNOWN, LABELS, NAMES, advised, analysis, changed, content, found, labelled, rewrites
from migrating import ACCEPT, acceptable, accepting, analysed, findings
from venvoy.migration import diff, offers, plan
from venvoy.model.finding import FileVerdict, Verdict
from venvoy.model.plan import Answer, Choices, Decision, Decisions, InstallerChoice, Sign
from venvoy.reports.diff import diff_bytes
from venvoy.rewrite.sketch import applied

every_case = pytest.mark.parametrize("name", NAMES)
every_found = pytest.mark.parametrize("name", FOUND)


@every_case
def test_reading_loses_no_byte(name: str) -> None:
    """The pieces of a file, joined, are the file."""
    assert content(name) == b"".join(piece.raw for piece in analysis(name).dockerfile.pieces)


@every_case
def test_findings_and_verdict_are_those_of_the_label(name: str) -> None:
    """What is found is what a careful reader sees, but for the differences that are known and have a reason."""
    known = KNOWN.get(name, {})
    expected = labelled(name) - Counter(known.get("missing", ())) + Counter(known.get("extra", ()))

    assert (expected, known.get("verdict", LABELS[name]["verdict"])) == (
        found(name),
        analysis(name).review.verdict.value,
    )


@every_case
def test_advice_is_that_of_the_label(name: str) -> None:
    """What is advised is what a careful reader would advise, and nothing else."""
    assert Counter(LABELS[name].get("advice", ())) == advised(name)


@pytest.mark.parametrize("name", KNOWN)
def test_known_difference_is_one(name: str) -> None:
    """A known difference has a reason of one line, differs from the label, and names only findings it has."""
    known = KNOWN[name]

    assert known["reason"].strip()
    assert "\n" not in known["reason"]
    assert LABELS[name]["verdict"] != known.get("verdict") or known.get("missing") or known.get("extra")
    assert Counter() == Counter(known.get("missing", ())) - labelled(name)


def test_precision_and_recall() -> None:
    """Of what is found at least 98 % is there, and of what is there at least 98 % is found."""
    right = sum((found(name) & labelled(name)).total() for name in NAMES)
    precision = right / sum(found(name).total() for name in NAMES)
    recall = right / sum(labelled(name).total() for name in NAMES)

    print(f"precision {precision:.4f}, recall {recall:.4f}, {right} findings right")  # noqa: T201 - shown with -s
    assert precision >= 0.98
    assert recall >= 0.98


@every_case
def test_finding_ids_are_unique_and_needs_go_both_ways(name: str) -> None:
    """An id means one finding, and what needs another is needed by it."""
    items = {item.id: item for item in analysis(name).review.findings}

    assert len(items) == len(analysis(name).review.findings)
    assert [] == [(i.id, need) for i in items.values() for need in i.needs if i.id not in items[need].needs]


@every_case
def test_nothing_accepted_changes_nothing(name: str) -> None:
    """Without an answer there is no edit, no note and no refusal."""
    nothing = plan(analysis(name), Decisions())

    assert (content(name), (), (), (), None) == (
        nothing.after,
        nothing.edits,
        nothing.notes,
        nothing.refused,
        nothing.shape,
    )
    assert () == diff(nothing).hunks


@pytest.mark.parametrize("name", [n for n in FOUND if KNOWN.get(n, LABELS[n]).get("verdict") == "migrate"])
def test_what_can_migrate_is_rewritten_with_its_own_installer(name: str) -> None:
    """Both shapes come out for every file that is said to migrate, and none is refused after all."""
    plans = [rewrite.plan for rewrite in rewrites(name) if rewrite.installer is InstallerChoice.KEEP]

    assert [((), True)] * 2 == [(one.refused, one.changes) for one in plans]


@every_found
def test_what_is_refused_is_left_and_says_why(name: str) -> None:
    """A plan either changes the file or gives its reason, never half of it."""
    for rewrite in rewrites(name):
        asked = bool(acceptable(analysis(name)))
        assert asked == (rewrite.plan.changes or bool(rewrite.plan.refused)), rewrite.label
        assert not (rewrite.plan.changes and rewrite.plan.refused), rewrite.label


@every_found
def test_what_is_not_offered_is_refused(name: str) -> None:
    """No choice falls back to another installer: the plan gives the very reason for which it was not offered."""
    for choice in InstallerChoice:
        accepted = Decisions(dict.fromkeys(acceptable(analysis(name)), ACCEPT), Choices(choice))
        why_not = next(offer.why_not for offer in offers(analysis(name), accepted) if offer.choice is choice)
        if why_not is not None and accepted.answers:
            assert why_not in plan(analysis(name), accepted).refused, choice


@every_found
def test_edits_give_the_rewrite(name: str) -> None:
    """Edits are in order, each has a cause with a reason, and applied they give what the plan says."""
    for rewrite in changed(name):
        of = rewrite.plan
        assert of.after == applied(of.before, of.edits), rewrite.label
        assert list(of.edits) == sorted(of.edits, key=lambda edit: edit.span), rewrite.label
        assert [] == [edit for edit in of.edits if not all(c.source and c.why for c in edit.causes)], rewrite.label


@every_found
def test_causes_name_findings_and_choices(name: str) -> None:
    """The source of a cause is a finding of the file, a choice, an extra, or the layout."""
    ids = {item.id for item in analysis(name).review.findings}
    for rewrite in changed(name):
        sources = {cause.source for edit in rewrite.plan.edits for cause in edit.causes}
        strange = {s for s in sources - ids if s != "layout" and not s.startswith(("choice:", "extra:"))}
        assert set() == strange, rewrite.label


@every_found
def test_diff_is_both_files(name: str) -> None:
    """The unchanged lines with the removed ones are the old file, with the added ones the new; changed ones say why."""
    for rewrite in changed(name):
        lines = diff(rewrite.plan).lines
        assert rewrite.plan.before == b"".join(x.text for x in lines if x.sign is not Sign.ADDED), rewrite.label
        assert rewrite.plan.after == b"".join(x.text for x in lines if x.sign is not Sign.REMOVED), rewrite.label
        assert [] == [x for x in lines if x.sign is not Sign.SAME and not x.causes], rewrite.label


@every_found
def test_git_applies_the_diff(name: str, tmp_path: Path) -> None:
    """The hunks are a patch that git takes, whatever line ends and bytes the file has."""
    target = tmp_path / "Dockerfile"
    for rewrite in changed(name):
        target.write_bytes(rewrite.plan.before)
        patch = diff_bytes(diff(rewrite.plan))
        command = ["git", "apply", "--whitespace=nowarn", "-"]
        done = subprocess.run(command, cwd=tmp_path, input=patch, capture_output=True, check=False)
        assert (0, b"") == (done.returncode, done.stderr), rewrite.label
        assert rewrite.plan.after == target.read_bytes(), rewrite.label


@every_found
def test_new_lines_have_the_files_line_end(name: str) -> None:
    """What is added ends as most lines of the file do, and no last line gains or loses its end."""
    newline = analysis(name).dockerfile.newline
    for rewrite in changed(name):
        added = [line.text for line in diff(rewrite.plan).lines if line.sign is Sign.ADDED and line.text.strip()]
        ended = [text for text in added if text.endswith(b"\n") and text not in rewrite.plan.before]
        assert [] == [text for text in ended if text.endswith(b"\r\n") != (newline == b"\r\n")], rewrite.label
        assert content(name).endswith(b"\n") == rewrite.plan.after.endswith(b"\n"), rewrite.label


@every_found
def test_rewrite_is_a_fixed_point_without_shortcuts(name: str) -> None:
    """The rewrite has nothing left to migrate, and migrating it again changes no byte."""
    for rewrite in changed(name):
        again = analysed(rewrite.plan.after)
        left = [item.id for item in findings(again) if item.verdict is Verdict.MIGRATE]
        second = accepting(again, Choices(installer=rewrite.installer, shape=rewrite.shape))
        assert ([], rewrite.plan.after) == (left, second.after), rewrite.label


@every_found
def test_json_stays_json(name: str, tmp_path: Path) -> None:
    """A RUN or COPY in JSON form is one after the rewrite: with a slip in it, a builder takes it for words."""
    for rewrite in changed(name):
        before, after = (_json_forms(content, tmp_path) for content in (rewrite.plan.before, rewrite.plan.after))
        assert Counter() == before - after, rewrite.label


def _json_forms(content: bytes, scratch: Path) -> Counter[str]:
    """Return how many instructions of each keyword are in JSON form; COPY --from is left out, as it may be replaced."""
    path = scratch / "Dockerfile.json"
    path.write_bytes(content)
    commands = dockerfile.parse_file(str(path))
    return Counter(c.cmd.upper() for c in commands if c.json and not any("--from" in flag for flag in c.flags))


@every_found
def test_one_of_a_group_brings_the_others(name: str) -> None:
    """What cannot be half done moves together, and the plan says which finding brought which."""
    for item in findings(analysis(name)):
        if item.id not in acceptable(analysis(name)):
            continue
        alone = accepting(analysis(name), only=(item.id,))
        together = accepting(analysis(name), only=(item.id, *item.needs))
        assert together.after == alone.after
        assert {(item.id, need) for need in item.needs} == set(alone.moved_together)
        assert () == together.moved_together


@every_found
def test_keeping_with_a_reason_is_written_down_and_believed(name: str) -> None:
    """Each kept finding gets a comment above its instruction; read again, nobody is asked a second time."""
    keep = Decision(Answer.KEEP, "the team knows")
    kept = plan(analysis(name), Decisions({item.id: keep for item in findings(analysis(name))}))
    again = analysed(kept.after)

    pragma = b"# venvoy: keep "
    assert content(name) == b"".join(
        x for x in kept.after.splitlines(keepends=True) if not x.lstrip().startswith(pragma)
    ) or (pragma in content(name))
    assert [(i.shortcut, Verdict.KEEP) for i in findings(analysis(name))] == [
        (i.shortcut, i.verdict) for i in findings(again)
    ]
    if findings(analysis(name)):
        assert FileVerdict.KEEP is again.review.verdict


@every_found
def test_keeping_one_of_a_group_keeps_the_file(name: str) -> None:
    """Accepting what can only move together with a kept finding is refused, with a reason, and moves nothing."""
    items = findings(analysis(name))
    for item in items:
        if not item.needs or item.id not in acceptable(analysis(name)):
            continue
        answers = {item.id: ACCEPT, item.needs[0]: Decision(Answer.KEEP)}
        refused = plan(analysis(name), Decisions(answers))
        assert (content(name), 1) == (refused.after, len(refused.refused))

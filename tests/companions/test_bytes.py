"""Of a compose file full of comments and anchors, only the bytes that are announced change, and only once."""

from __future__ import annotations

import re

from hypothesis import given as given_that
from hypothesis import settings
from hypothesis import strategies as st

from companions.given import LIBRARY, image
from companions.test_meaning import COMMANDS, OTHERS, VARIABLES, VOLUMES, indented, meaning
from venvoy.companions.compose import compose_companions
from venvoy.model.plan import Answer, Decision
from venvoy.model.repository_plan import Found, PlannedFile, file_key
from venvoy.repository_migration import repository_plan

OLD = f"/usr/local/{LIBRARY}"
ANCHORED = (
    "command: &start{at} /usr/local/bin/flask run # &no *anchor\nlabels: {{again: *start{at}}}",
    "entrypoint: &words{at} [&first{at} /usr/local/bin/python, -m, *first{at}]",
    "environment: &env{at}\n  # kept\n  A: &value{at} '/usr/local/bin/flask' # 1\n  PYTHONPATH: "
    + OLD
    + "\n  B: *value{at}",
    "volumes: &mounts{at}\n  # the source\n  - &source{at} .:/opt # *source\n\n  - data:/data",
    "healthcheck:\n  test: !!str /usr/local/bin/flask check\n  interval: 3s",
)
KEY = re.compile(r"[ ]*(?:- +)?(?:&\w+ +)?(?P<key>[\w<]+):")
TOKEN = re.compile(r"(?<![\w'\"/.-])[&*]\w+|#.*")
MOVED = re.compile(rb"/usr/local/(?:bin/\w+|lib/python3\.12/site-packages(?:/lib)?)")
NEW = re.compile(rb"/opt/venv/(?:bin/\w+|lib/python3\.12/site-packages(?:/lib)?)|/opt/venv/bin:|/app")
LINES = re.compile(rb"(?:[ \t]*environment:\r?\n)?[ \t]*(?:- )?PYTHONPATH[:=][^\n]*(?:\n|\Z)")
ADDED = re.compile(rb"(?:\r?\n)?[ \t]*- +/opt/venv(?:\r?\n)?")


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return a compose file with comments, blank lines, anchors and aliases wherever YAML lets them stand."""
    text = "# all of it\nx-app: &app\n" + indented(draw(st.sampled_from(VARIABLES)), 2) + "services:\n"
    for at in range(draw(st.integers(1, 3))):
        text += f"  s{at}: &s{at}\n    build: &build{at} .\n" + draw(st.sampled_from(["", "    <<: *app\n"]))
        pools = (ANCHORED, COMMANDS, VOLUMES, VARIABLES, OTHERS)
        taken: set[str | None] = {"build"}
        for part in (draw(st.sampled_from(pool)) for pool in draw(st.permutations(pools))[:3]):
            keys = {
                match["key"] if (match := KEY.match(line)) else None for line in part.split("\n") if line[:1] != " "
            }
            if not taken & (keys - {None}):
                taken |= keys - {None}
                text += indented(part.format(at=at) if part in ANCHORED else part, 4)
    lines, block = [], None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        block = None if block is not None and line.strip() and indent <= block else block
        if block is None and draw(st.integers(0, 4)) == 0:
            lines.append(
                draw(st.sampled_from([f"{' ' * indent}# über {line.strip()}", "", "#", f"{' ' * indent}# &a *b"]))
            )
        lines.append(line)
        block = indent if line.endswith((">-", "|")) else block
    return draw(st.sampled_from(["\n", "\r\n"])).join([*lines, *draw(st.sampled_from([[], [""], ["# end"]]))])


def planned(content: bytes) -> PlannedFile | None:
    """Return what is planned for a compose file when everything is accepted; None when nothing is found in it."""
    found = [Found("Dockerfile", one) for one in compose_companions({"compose.yaml": content}, image())]
    plan = repository_plan((), found, {file_key("compose.yaml"): Decision(Answer.ACCEPT)})
    assert () == plan.conflicts
    return plan.files[0] if plan.files else None


@settings(max_examples=200)
@given_that(text=documents())
def test_only_announced_bytes_change(text: str) -> None:
    """Every edit takes a path, a value or a line of its own; the rest is byte for byte what it was."""
    content = text.encode()
    file = planned(content)
    edits = file.edits if file is not None else ()
    after, at = [], 0
    for edit in edits:
        old = content[edit.span.start : edit.span.end]
        assert MOVED.fullmatch(old) or LINES.fullmatch(old) or old.endswith(OLD.encode()) or not old
        assert NEW.fullmatch(edit.replacement) or ADDED.fullmatch(edit.replacement) or not edit.replacement
        after += [content[at : edit.span.start], edit.replacement]
        at = edit.span.end
    result = b"".join(after) + content[at:]

    assert (result if file is not None else content) == (file.after if file is not None else content)
    gone = [content[e.span.start : e.span.end].decode() for e in edits if not e.replacement]
    assert sorted(TOKEN.findall(text)) == sorted([*TOKEN.findall(result.decode()), *TOKEN.findall("\n".join(gone))])


@settings(max_examples=100)
@given_that(text=documents())
def test_a_changed_document_stays_as_it_is(text: str) -> None:
    """What was changed once is still a document, and there is nothing more to change in it."""
    file = planned(text.encode())
    after = file.after if file is not None and file.after is not None else text.encode()
    again = planned(after)

    assert set(meaning(text.encode())) == set(meaning(after))
    assert () == (again.edits if again is not None else ())

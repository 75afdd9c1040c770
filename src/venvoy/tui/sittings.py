"""Sittings on disk, so that a session resumes where it was left.

One JSON file per Dockerfile *and* content: decisions are about lines, and a file that was changed is another file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from venvoy.company import is_place
from venvoy.model.plan import Answer, Choices, Decision, Decisions, Extra, InstallerChoice, Scope, Shape
from venvoy.model.step import Step
from venvoy.session import Session, Turn
from venvoy.workspace.failures import cause

SCHEMA = "venvoy.session/1"


def place(path: Path, content: bytes, directory: Path) -> Path:
    """Return the file that holds the sitting with *content* at *path*."""
    where = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:24]
    what = hashlib.sha256(content).hexdigest()[:24]
    return directory / "sessions" / f"{where}-{what}.json"


def save(session: Session, at: Path, *, written: bool = False) -> str | None:
    """Write *session* to *at*, and whether its outcome was *written*; return why that was not possible, or None."""
    try:
        at.parent.mkdir(parents=True, exist_ok=True)
        unfinished = at.with_suffix(".new")
        remembered = {**as_json(session), "written": written}
        unfinished.write_text(json.dumps(remembered), "utf-8", errors="surrogateescape")
        unfinished.replace(at)
    except OSError as error:
        return cause(error)
    return None


def resume(fresh: Session, at: Path) -> Session:
    """Return *fresh* as it was left at *at*; unchanged when nothing was saved, and said when it cannot be read."""
    try:
        saved = json.loads(at.read_text("utf-8", errors="surrogateescape"))
        return from_json(fresh, saved)
    except FileNotFoundError:
        return fresh
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return evolve(fresh, notice="An earlier session with this file could not be read; this is a fresh start.")


def left_behind(at: Path) -> int:
    """Return how many decisions the last sitting with the same path holds that was about another content.

    0 when there is a sitting at *at*, and when the other content went because the sitting's own outcome was written.
    """
    try:
        others = sorted(at.parent.glob(f"{at.stem.partition('-')[0]}-*.json"), key=lambda p: p.stat().st_mtime_ns)
        if not others or at in others:
            return 0
        saved = json.loads(others[-1].read_text("utf-8", errors="surrogateescape"))
        return 0 if saved.get("written") else len(saved["answers"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return 0  # what cannot be read is not worth a word about another content


def as_json(session: Session) -> dict[str, Any]:
    """Return what has to be remembered of *session*; of each turn only what it changed."""
    turns: list[dict[str, Any]] = []
    later = session.decisions
    for turn in reversed(session.history[-HISTORY:]):
        turns.append(_turn_as_json(turn, later))
        later = turn.decisions
    return {
        "schema": SCHEMA,
        "step": session.step.name,
        "selected": session.selected,
        "answers": {i: _answer_as_json(d) for i, d in session.decisions.answers.items()},
        "choices": _choices_as_json(session.decisions.choices),
        "turns": turns,
    }


HISTORY = 200
"""How many turns are remembered: taking back more than that belongs to another day."""


def from_json(fresh: Session, saved: Mapping[str, Any]) -> Session:
    """Return *fresh* with what `as_json` remembered.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: when *saved* is something else.
    """
    if saved["schema"] != SCHEMA:
        raise ValueError(f"not {SCHEMA}")
    known = {f.id for f in fresh.findings}
    answers = {i: _answer_from_json(a) for i, a in saved["answers"].items() if i in known or is_place(i)}
    decisions = Decisions(answers=answers, choices=_choices_from_json(saved["choices"]))
    resumed = evolve(
        fresh,
        decisions=decisions,
        history=_history(decisions, saved["turns"], known),
        step=max(Step[saved["step"]], Step.REVIEW),
        selected=_known(saved["selected"], known) or fresh.selected,
    )
    return evolve(resumed, notice="Resumed where you left it.") if resumed.history else resumed


def _history(now: Decisions, turns: list[Mapping[str, Any]], known: set[str]) -> tuple[Turn, ...]:
    """Return the turns, oldest first, worked out backwards from the decisions of *now*."""
    history: list[Turn] = []
    for saved in turns:
        for finding, answer in saved["answers"].items():
            if finding in known or is_place(finding):
                now = now.answer(finding, _answer_from_json(answer) if answer is not None else None)
        now = evolve(now, choices=_choices_from_json(saved["choices"]))
        history.insert(0, Turn(now, _known(saved["selected"], known), str(saved["label"])))
    return tuple(history)


def _turn_as_json(turn: Turn, later: Decisions) -> dict[str, Any]:
    before, after = turn.decisions.answers, later.answers
    changed = [i for i in {**before, **after} if before.get(i) != after.get(i)]
    return {
        "label": turn.label,
        "selected": turn.selected,
        "answers": {i: _answer_as_json(before[i]) if i in before else None for i in changed},
        "choices": _choices_as_json(turn.decisions.choices),
    }


def _known(finding: object, known: set[str]) -> str | None:
    return finding if isinstance(finding, str) and (finding in known or is_place(finding)) else None


def _answer_as_json(decision: Decision) -> dict[str, str]:
    return {"answer": decision.answer.value, "reason": decision.reason}


def _answer_from_json(saved: Mapping[str, Any]) -> Decision:
    return Decision(Answer(saved["answer"]), str(saved["reason"]))


def _choices_as_json(choices: Choices) -> dict[str, Any]:
    return {
        "installer": choices.installer.value,
        "venv": choices.venv,
        "extras": sorted(extra.value for extra in choices.extras),
        "shape": choices.shape.value,
        "scope": choices.scope.value,
        "packages": list(choices.packages),
    }


def _choices_from_json(saved: Mapping[str, Any]) -> Choices:
    return Choices(
        installer=InstallerChoice(saved["installer"]),
        venv=str(saved["venv"]),
        extras=frozenset(Extra(name) for name in saved["extras"]),
        shape=Shape(saved["shape"]),
        scope=Scope(saved.get("scope", Scope.REPOSITORY.value)),
        packages=tuple(map(str, saved.get("packages", ()))),
    )

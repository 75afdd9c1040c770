"""What stands in the way of a true rewrite, and how firmly."""

from __future__ import annotations

from venvoy.model.finding import Remedy, Verdict
from venvoy.shortcuts.obstacles import copies, distributions, images, installs, starts
from venvoy.shortcuts.obstacles.obstacle import Obstacle, Question
from venvoy.trace.view import View

_QUESTIONS: tuple[Question, ...] = (
    images.left_alone,
    images.too_old,
    images.product,
    installs.other_installers,
    installs.syncs,
    installs.setuptools_at_hand,
    installs.old_pip_tools,
    installs.other_places,
    installs.settings,
    images.interpreter,
    distributions.own_python,
    installs.unsteered,
    installs.stays_behind,
    installs.users,
    installs.out_of_sight,
    copies.carriers,
    copies.whole_prefix,
    starts.login_shell,
    starts.named_paths,
    starts.own_path,
    starts.own_environment,
    starts.at_start,
    starts.sudo_after,
)


def obstacles(view: View, stage: int) -> tuple[Obstacle, ...]:
    """Return what stands in the way for the stages that are migrated together with *stage*, firmest first."""
    return view.once(_of_family, view.families[stage])


def _of_family(view: View, stage: int) -> tuple[Obstacle, ...]:
    family = view.family(stage)
    found = [obstacle for question in _QUESTIONS for obstacle in question(view, family)]
    order = {Verdict.KEEP: 0, Verdict.ASK: 1, Verdict.MIGRATE: 2}
    firm = {Remedy.NONE: 0, Remedy.REVIEW: 1, Remedy.SAFE: 2}
    return tuple(sorted(found, key=lambda o: (order[o.verdict], firm[o.remedy])))

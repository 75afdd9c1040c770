"""Wheels on their way: where they are built, and how they reach the stage that installs them."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.source import Lines


@frozen
class Wheelhouse:
    """A directory of distributions that were built or downloaded, and not installed, as by ``pip wheel``."""

    stage: int
    instruction: int
    """First byte of the instruction."""
    lines: Lines
    """Of the command that fills it."""
    program: str
    """As written: ``pip wheel``, ``python -m build``."""
    path: str
    """Absolute, in the stage that fills it."""
    wheels_only: bool
    """True when nothing but wheels is put there: who installs a source distribution has to build it first."""


@frozen
class Delivery:
    """A COPY or a mount that brings a wheelhouse into another stage."""

    wheelhouse: int
    """Index into `Trace.wheelhouses`."""
    source_stage: int
    """The stage that it is taken from, which may only have been given it itself."""
    stage: int
    instruction: int
    lines: Lines
    """Of the whole instruction."""
    source: str
    """As copied, absolute: ``/wheels``, ``/src/dist/*.whl``, or a directory above."""
    path: str
    """Where the wheelhouse is in the stage that receives it, absolute."""
    mount: bool
    """True for ``RUN --mount=from=``: there only while that RUN runs, and in no layer."""


@frozen
class Relay:
    """An install of what a delivery brought: one set of packages, built in one stage and installed in another."""

    delivery: int
    """Index into `Trace.deliveries`."""
    install: int
    """Index into `Trace.installs`."""

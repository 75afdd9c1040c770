"""The circumstances in which one command runs."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from venvoy.model.environment import Scope, Value
from venvoy.trace.state import StageState


@frozen
class Moment:
    """Everything outside of a command that decides what it does."""

    scope: Scope
    state: StageState
    path: tuple[str, ...]
    """PATH, split and absolute; an activated venv's ``bin`` first."""
    workdir: str
    """Where the script has gone by ``cd``; WORKDIR otherwise."""
    local: Mapping[str, str | None]
    """Variables that the script has set so far."""
    user: Value

    def variable(self, name: str, own: Mapping[str, Value]) -> Value | None:
        """Return what environment variable *name* is for a command with *own* assignments; None when unset."""
        if name in own:
            return own[name]
        if name in self.local:
            return Value(self.local[name], frozenset() if self.local[name] is not None else frozenset({"shell"}))
        return self.scope.lookup(name)

    def switched_on(self, name: str, own: Mapping[str, Value]) -> bool:
        """Return True when *name* is set to something that pip reads as yes."""
        value = self.variable(name, own)
        return value is not None and (value.text or "").strip().lower() in {"1", "true", "yes", "on", "t", "y"}

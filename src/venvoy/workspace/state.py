"""Where venvoy keeps what outlives a run."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_state_path

STATE_DIRECTORY_VARIABLE = "VENVOY_STATE_DIR"


def state_directory() -> Path:
    """Return where venvoy keeps what outlives a run: VENVOY_STATE_DIR, or the user's state directory."""
    chosen = os.environ.get(STATE_DIRECTORY_VARIABLE)
    return Path(chosen).absolute() if chosen else user_state_path("venvoy")

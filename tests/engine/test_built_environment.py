"""What venvoy says of variables, directory and user, held against the configuration of an image that was built."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engine import Engine
from venvoy.model.dockerfile import Dockerfile
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings

pytestmark = pytest.mark.engine

# Only what every builder knows: ${X#p} and its like came with a later frontend.
FILE = rb"""ARG GLOBAL=from-outside
ARG UNUSED=x
FROM scratch AS first
ENV PLAIN=a TWO="b c" THREE='$PLAIN' FOUR=d\ e
ENV PLAIN=changed SAME_LINE=$PLAIN
ENV OLD style  of  "writing" $PLAIN
ENV DEFAULT=${NOTHING:-x} NESTED=${NOTHING:-${PLAIN:+y}z} EMPTY= SET="${PLAIN:+is set}" GONE=a${UNUSED}b
ENV ESCAPED=\$PLAIN QUOTED="\$PLAIN \x" BOTH="${PLAIN}"'$PLAIN' KOREAN=plain
ENV PATH=/opt/venv/bin:$PATH
ARG GLOBAL
ARG HERE=1 THERE=2
ENV FROM_ARG=$GLOBAL/$HERE$THERE
WORKDIR /srv
WORKDIR app/../lib/
FROM first
ARG LATER=$HERE-$PLAIN
ENV INHERITED=$LATER ONE_MORE=${EMPTY:-empty}
ENV A_$PLAIN=1
WORKDIR $PLAIN
USER web:$PLAIN
"""


def test_an_image_is_configured_as_predicted(engine: Engine, tmp_path: Path) -> None:
    """The variables, directory and user of the built image are those that venvoy finds in its Dockerfile."""
    parsed = read(FILE, "Dockerfile")
    assert isinstance(parsed, Dockerfile)
    scope = surroundings(parsed).final[-1]
    config = _config(engine, tmp_path)
    assert dict(entry.partition("=")[::2] for entry in config["Env"]) == {k: v.text for k, v in scope.env.items()}
    assert config["WorkingDir"] == scope.workdir.text
    assert config["User"].partition(":")[0] == scope.user.text


def _config(engine: Engine, context: Path) -> Any:
    (context / "Dockerfile").write_bytes(FILE)
    image = engine.build(context)
    shown = subprocess.run([engine.client, "image", "inspect", image], capture_output=True, check=True)
    return json.loads(shown.stdout)[0]["Config"]

"""The trace for programs; the schema is stable within its number."""

from __future__ import annotations

import json
from collections.abc import Sequence

from venvoy.model.trace import Carry, Install, Site, StageTrace
from venvoy.reports.json import Value
from venvoy.reports.trace_svg import Picture

SCHEMA = "venvoy.trace/1"


def trace_json(pictures: Sequence[Picture], path: str) -> str:
    """Return *pictures* as one JSON document in ASCII, with a line end; lines count from 1, stages from 0."""
    document: Value = {"schema": SCHEMA, "path": _text(path), "sides": [_side(picture) for picture in pictures]}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _side(picture: Picture) -> Value:
    trace, file = picture.trace, picture.dockerfile
    return {
        "side": picture.title,
        "stages": [
            _stage(stage, file.stages[stage.index].name, file.stages[stage.index].base) for stage in trace.stages
        ],
        "installs": [_install(install) for install in trace.installs],
        "carries": [_carry(carry) for carry in trace.carries],
        "not_followed": [
            {"line": opaque.lines.first, "end_line": opaque.lines.last, "reason": _text(opaque.reason)}
            for opaque in trace.opaques
        ],
    }


def _stage(stage: StageTrace, name: str | None, base: str) -> Value:
    return {
        "index": stage.index,
        "name": _text(name or ""),
        "base": _text(base),
        "ships": stage.ships,
        "python": _text(stage.launch.python or ""),
        "sys_path": [
            {"path": _text(entry.path), "origin": entry.origin, "condition": _text(entry.condition or "")}
            for entry in stage.launch.sys_path
        ],
        "sites": [
            {**_site(one.site), "importable": one.importable, "why_not": _text(one.why_not or "")}
            for one in stage.present
        ],
    }


def _install(install: Install) -> Value:
    return {
        "stage": install.stage,
        "line": install.lines.first,
        "installer": install.installer.value,
        "what": [_text(one) for one in install.what],
        "tooling": install.tooling,
        "conditional": install.conditional,
        "site": _site(install.site),
    }


def _carry(carry: Carry) -> Value:
    return {
        "from_stage": carry.source_stage,
        "to_stage": carry.stage,
        "line": carry.lines.first,
        "mount": carry.mount,
        "source": _text(carry.source),
        "destination": _text(carry.destination),
        "parts": list(carry.parts),
        "left_behind": [_text(one) for one in carry.left_behind],
        "site": _site(carry.site),
    }


def _site(site: Site) -> dict[str, Value]:
    return {"kind": site.kind.value, "root": _text(site.root.text or ""), "packages": _text(site.packages or "")}


def _text(text: str) -> str:
    """Return *text* with U+FFFD for lone surrogates, which JSON has no way to hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

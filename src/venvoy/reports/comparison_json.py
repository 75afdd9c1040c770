"""What ``venvoy compare --format json`` says; the schema is stable within its number."""

from __future__ import annotations

import json
from typing import Any

from venvoy.model.comparison import Comparison, Difference, Measure
from venvoy.model.image import Image, ImageConfig, NotProbed

SCHEMA = "venvoy.compare/1"


def comparison_json(comparison: Comparison) -> str:
    """Return *comparison* as one JSON document in ASCII, with a line end."""
    engine = comparison.engine
    document = {
        "schema": SCHEMA,
        "verdict": comparison.verdict.value,
        "engine": {"name": engine.name, "version": engine.version, "builder": engine.builder.value},
        "before": _image(comparison.before),
        "after": _image(comparison.after),
        "differences": [_difference(one) for one in comparison.differences],
        "measures": [_measure(one) for one in comparison.measures],
        "ignored": list(comparison.ignored),
        "notes": list(comparison.notes),
        "additions": [{"package": one.package, "stage": one.stage, "why": one.why} for one in comparison.additions],
    }
    return json.dumps(_shown(document), indent=2, ensure_ascii=True) + "\n"


def _image(image: Image) -> dict[str, Any]:
    contents = image.contents
    return {
        "id": image.id,
        "size": image.size,
        "layers": [{"size": layer.size, "made_by": layer.made_by} for layer in image.layers],
        "config": _config(image.config),
        "packages": [{"name": d.name, "version": d.version, "site": d.site} for d in contents.distributions],
        "scripts": [
            {"name": s.name, "package": s.distribution, "path": s.path, "fault": s.fault} for s in contents.scripts
        ],
        "environments": [{"path": v.path, "python": v.version, "size": v.size, "pip": v.pip} for v in contents.venvs],
        "missing_libraries": [{"module": n.module, "library": n.library} for n in contents.missing],
        "compilers": list(contents.compilers),
        "python": _python(image),
    }


def _config(config: ImageConfig) -> dict[str, Any]:
    return {
        "entrypoint": list(config.entrypoint),
        "cmd": list(config.command),
        "user": config.user,
        "workdir": config.workdir,
        "env": dict(config.env),
        "expose": sorted(config.exposed),
        "volumes": sorted(config.volumes),
        "healthcheck": list(config.healthcheck),
        "labels": dict(config.labels),
        "stop_signal": config.stop_signal,
        "shell": list(config.shell),
        "on_build": list(config.on_build),
        "platform": config.platform,
    }


def _python(image: Image) -> dict[str, Any]:
    asked = image.search_path
    if isinstance(asked, NotProbed):
        return {"not_asked": asked.reason}
    return {
        "interpreter": asked.interpreter,
        "version": asked.version,
        "prefix": asked.prefix,
        "sys_path": list(asked.plain),
        "sys_path_isolated": list(asked.isolated),
        "origins": {entry: asked.origin(entry) for entry in (*asked.plain, *asked.isolated)},
        "shadowed": [
            {"module": one.module, "taken": one.taken.path, "hidden": [place.path for place in one.hidden]}
            for one in image.shadowed
        ],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "subject": one.subject.value,
        "name": one.name,
        "before": one.before,
        "after": one.after,
        "judgement": one.judgement.value,
        "why": one.why,
    }


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "name": one.name,
        "unit": one.unit,
        "before": one.before,
        "after": one.after,
        "ratio": one.ratio,
        "runs": one.runs,
        "spread": None if one.spread is None else list(one.spread),
        "how": one.how,
    }


def _shown(value: Any) -> Any:
    """Return *value* with text that is not UTF-8 replaced, as JSON has no way to hold it."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not value.isascii() else value
    if isinstance(value, dict):
        return {_shown(key): _shown(inner) for key, inner in value.items()}
    return [_shown(inner) for inner in value] if isinstance(value, list) else value

"""Servers that put the working directory on sys.path themselves do so with -I as well, in a real image."""

from __future__ import annotations

from pathlib import Path

import pytest
from judging import judged, write

from engine import Engine
from venvoy.samples import Job, Web

pytestmark = [pytest.mark.engine, pytest.mark.projects, pytest.mark.xdist_group("isolated-servers")]

FILES = {
    "settings.py": "ANSWER = 'low water'\n",
    "tide.py": "import flask, settings\napp = flask.Flask(__name__)\n"
    "app.add_url_rule('/', view_func=lambda: settings.ANSWER)\n",
    "tides.py": "import settings\n\n\nasync def app(scope, receive, send):\n"
    "    if scope['type'] != 'http':\n        return\n"
    "    await send({'type': 'http.response.start', 'status': 200, 'headers': []})\n"
    "    await send({'type': 'http.response.body', 'body': settings.ANSWER.encode()})\n",
    "run.py": "import settings\nprint(settings.ANSWER)\n",
    "alone.py": "import flask\nprint('low water')\n",
}
REST = "FROM python:3.12-slim\nWORKDIR /app\nRUN pip install flask gunicorn uvicorn hypercorn\nCOPY . .\n"
STARTS = {
    "gunicorn": ("-m", "gunicorn", "--bind", "0.0.0.0:8000", "tide:app"),
    "uvicorn": ("-m", "uvicorn", "--host", "0.0.0.0", "--port", "8000", "tides:app"),
    "hypercorn": ("-m", "hypercorn", "--bind", "0.0.0.0:8000", "tides:app"),
    "flask": ("-m", "flask", "--app", "tide", "run", "--host", "0.0.0.0", "--port", "8000"),
}


@pytest.fixture(scope="module")
def image(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build an image with the servers and the application in its working directory."""
    place = tmp_path_factory.mktemp("servers")
    write(place, {**FILES, "Dockerfile": REST})
    return engine.build(place)


@pytest.mark.parametrize("server", STARTS)
def test_a_server_finds_what_lies_in_the_working_directory(
    server: str, image: str, engine: Engine, tmp_path: Path
) -> None:
    """The application answers, and -I is offered."""
    words = ", ".join(f'"{word}"' for word in STARTS[server])
    found = judged(tmp_path, FILES, f'CMD ["python", {words}]', REST)
    reply = engine.start(image, Web(8000, "/", "low water"), (), ("python", "-I", *STARTS[server]))

    assert (True, 200, True) == (found.offered, reply.status, "low water" in reply.text)


@pytest.mark.parametrize(("script", "works"), [("run.py", False), ("alone.py", True)])
def test_a_script_is_judged_as_it_runs(script: str, works: bool, image: str, engine: Engine, tmp_path: Path) -> None:
    """One that imports its neighbour starts without -I only, and the other both ways."""
    found = judged(tmp_path, FILES, f'CMD ["python", "{script}"]', REST)
    plain, isolated = (
        engine.start(image, Job((), "low water"), (), ("python", *flags, script)) for flags in ((), ("-I",))
    )

    assert (works, 0, works) == (found.offered, plain.status, isolated.status == 0)

"""``venvoy whence``: where an image's Python takes a module from."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit


@click.command(short_help="Tell where an image's Python takes a module from.")
@click.argument("image")
@click.argument("module")
@click.option("--docker-cli", metavar="PROGRAM", help="The docker client whose engine is asked.")
def whence(image: str, module: str, *, docker_cli: str | None) -> Exit:
    """Tell which entry of sys.path provides MODULE in IMAGE, what it shadows, and which package owns it.

    IMAGE is a name or an id that the engine has. Only its own interpreter is run, without network and without rights,
    to print where it looks.

    Exits with 0 when the module is found, 1 when not, 2 when the image cannot be looked at, 4 without an engine.
    """
    from venvoy.cli import output
    from venvoy.images.connection import EngineGone, EngineRefused
    from venvoy.images.discovery import connect
    from venvoy.images.whence import whence as ask
    from venvoy.model.build import Halted
    from venvoy.model.engine import NoEngine
    from venvoy.model.image import NotProbed
    from venvoy.reports.failed_build import halted_text, no_engine_text
    from venvoy.reports.terminal import safe
    from venvoy.reports.whence import whence_text

    if not all(name.isidentifier() for name in module.split(".")):
        raise click.UsageError(f"{module!r} is no name of a module.")
    connection = connect(docker_cli)
    if isinstance(connection, NoEngine):
        output.say(no_engine_text(connection, output.prose_width()))
        return Exit.NO_ENGINE
    try:
        answer = ask(connection, image, module)
        connection.sweep()
    except (EngineGone, EngineRefused) as error:
        output.say(f"The engine does not answer: {safe(str(error))}")
        return Exit.NO_ENGINE
    finally:
        connection.close()
    if isinstance(answer, Halted):
        output.say(halted_text(answer, output.prose_width()))
        return Exit.FAILED
    if isinstance(answer, NotProbed):
        output.say(safe(answer.reason))
        return Exit.FAILED
    output.data(whence_text(answer, output.prose_width()))
    return Exit.OK if answer.found else Exit.NOT_FOUND

"""What there is to choose beside the findings: each option with its reason."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from attrs import evolve, frozen

from venvoy.model.plan import Choices, Extra, InstallerChoice, Scope, Shape


class Group(Enum):
    """The headings."""

    INSTALLER = "Installer"
    VENV = "Virtual environment"
    SHAPE = "Stages"
    SCOPE = "Files"
    EXTRAS = "Extras"


@frozen
class Option:
    """One thing that can be chosen."""

    group: Group
    name: str
    tells: str
    """What it does and when it pays, in a few sentences."""
    take: Callable[[Choices], Choices]
    """Return the choices with this option chosen, or for an extra that is on, without it."""
    chosen: Callable[[Choices], bool]
    installer: InstallerChoice | None = None
    """Which installer it stands for; not every one can install what every file asks for."""
    page: str | None = None
    """Name of the page that tells more of it."""

    @property
    def many(self) -> bool:
        """True for options of which several can be chosen."""
        return self.group is Group.EXTRAS


def _installer(choice: InstallerChoice, name: str, tells: str) -> Option:
    return Option(
        Group.INSTALLER, name, tells, lambda c: evolve(c, installer=choice), lambda c: c.installer is choice, choice
    )


def _shape(shape: Shape, name: str, tells: str) -> Option:
    return Option(Group.SHAPE, name, tells, lambda c: evolve(c, shape=shape), lambda c: c.shape is shape)


def _scope(scope: Scope, name: str, tells: str) -> Option:
    return Option(Group.SCOPE, name, tells, lambda c: evolve(c, scope=scope), lambda c: c.scope is scope)


PAGES = {Extra.GUARD: "unguarded-install", Extra.COUPLED_STAGES: "uncoupled-stages"}
"""Pages of extras that go by the name of what they are against; the others have their own."""


def _extra(extra: Extra, name: str, tells: str) -> Option:
    page = PAGES.get(extra, extra.value)
    return Option(
        Group.EXTRAS,
        name,
        tells,
        lambda c: evolve(c, extras=c.extras ^ {extra}),
        lambda c: extra in c.extras,
        page=page,
    )


VENV = Option(
    Group.VENV,
    "path",
    "Where the virtual environment lives, the same in every stage: scripts in it name their interpreter by this path. "
    "/opt/venv is in nobody's way; avoid a directory that a volume or a bind mount will cover.",
    lambda c: c,
    lambda _: True,
)
"""Its value is typed, not picked."""

INSTALLED = _extra(
    Extra.INSTALLED_PROJECT,
    "installed project",
    "The application itself is installed into the environment, from a small pyproject.toml that is written beside the "
    "Dockerfile. It is then found from any directory, and with -I; the source lies in the image twice.",
)
"""Whether it is possible depends on what the application imports, and on what the repository says of it."""

ISOLATED = _extra(
    Extra.ISOLATED_MODE,
    "isolated mode",
    "python -I in CMD or ENTRYPOINT: neither the working directory nor PYTHON* variables nor a user site "
    "change what is imported. An application that imports modules from its working directory would no longer "
    "start.",
)
"""Whether it is possible depends on what the application imports."""

OPTIONS: tuple[Option, ...] = (
    _installer(
        InstallerChoice.KEEP,
        "keep",
        "The installer that the Dockerfile uses stays: pip stays pip, Poetry stays Poetry, in an environment apart "
        "from the application's. The smallest change, and nobody has to learn anything.",
    ),
    _installer(
        InstallerChoice.PIP,
        "pip",
        "pip with the standard library's venv. Nothing to download and nothing to pin beside Python itself.",
    ),
    _installer(
        InstallerChoice.UV,
        "uv",
        "uv makes the environment and installs into it: much faster, and the environment holds no pip that ships "
        "with the image. The price: one more tool to pin and to trust. pip's requirement files it reads itself; in "
        "the place of Poetry, Pipenv or PDM it needs a uv.lock, which migrate-to-uv makes.",
    ),
    _installer(
        InstallerChoice.POETRY,
        "poetry",
        "Poetry installs what poetry.lock says. For files that do so already.",
    ),
    _installer(
        InstallerChoice.PIPENV,
        "pipenv",
        "Pipenv installs what Pipfile.lock says. For files that do so already.",
    ),
    _installer(
        InstallerChoice.PDM,
        "pdm",
        "PDM installs what pdm.lock says. For files that do so already.",
    ),
    VENV,
    _shape(
        Shape.SPLIT,
        "split",
        "A single stage becomes a build stage and a last stage where it is certain what belongs to which: "
        "compilers and caches stay behind. A file with several stages keeps the stages it has.",
    ),
    _shape(
        Shape.IN_PLACE,
        "in place",
        "The environment is made where the installs are and the stages stay as they are. The smaller diff; the "
        "image keeps what it needed only to build.",
    ),
    _scope(
        Scope.REPOSITORY,
        "repository",
        "What lies beside the Dockerfile and goes by where packages lie follows it: compose files, scripts, settings, "
        "Python source. What means the same goes along, what needs a look waits for your answer, and all of it is "
        "written together or not at all. Where the file lies in no work tree of git, nothing beside it is read.",
    ),
    _scope(
        Scope.DOCKERFILE,
        "Dockerfile alone",
        "Nothing but the Dockerfile is written. What beside it names the old paths is left to you.",
    ),
    _extra(
        Extra.GUARD,
        "guard",
        "PIP_REQUIRE_VIRTUALENV=1 in the build stage: a later pip install outside of an environment fails instead "
        "of quietly filling the system. Costs nothing.",
    ),
    _extra(
        Extra.SMOKE_TEST,
        "smoke test",
        "One RUN after the environment is in the last stage: the build fails when the interpreter or an import "
        "does not work there. Without it, a wrong minor version only shows when a container starts.",
    ),
    _extra(
        Extra.NON_ROOT_USER,
        "non-root user",
        "The application runs as a user of its own. Good practice, but files it writes to must then belong to that "
        "user: look where it writes before you choose this.",
    ),
    _extra(
        Extra.CACHE_MOUNTS,
        "cache mounts",
        "The installer's cache lives in a cache mount: a rebuild downloads only what is new and no layer holds the "
        "cache. Needs BuildKit, which is the default since Docker 23.",
    ),
    _extra(
        Extra.BYTECODE,
        "bytecode",
        "Modules are compiled while building: containers start faster, and a read-only file system loses nothing. "
        "The image grows by the compiled files.",
    ),
    _extra(
        Extra.PIP_LEFT_BEHIND,
        "pip left behind",
        "The environment is made without pip, and the interpreter's own pip fills it: some 13 MB less are copied, and "
        "a scanner does not find what pip brings along. From Python 3.12 on.",
    ),
    _extra(
        Extra.COUPLED_STAGES,
        "coupled stages",
        "Stages with images of their own take their version from one ARG, so that no bot can move one without the "
        "other. Some bots do not read versions from an ARG.",
    ),
    _extra(
        Extra.STOP_SIGNAL,
        "stop signal",
        "STOPSIGNAL SIGINT: Python turns it into KeyboardInterrupt, so that plain scripts clean up before they "
        "end. Servers that handle SIGTERM themselves do not need it.",
    ),
    INSTALLED,
    ISOLATED,
)
"""In the order of the screen."""

"""What a base image sets before the first instruction: variables, directory, user, shell.

Sources: the published configuration of the official images, and the Dockerfiles of AWS Lambda's, Red Hat's,
Bitnami's, Jupyter's and linuxserver.io's images. What can change from release to release rests on the base image.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from venvoy.model.environment import Base, Scope, Value
from venvoy.parse.bases import BASE_IMAGE
from venvoy.parse.image_names import MASK, image_name, masked

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""What BuildKit sets when an image has no PATH of its own."""


@frozen
class _Settings:
    """What images of one family set; None stands for a value that differs from release to release."""

    path: str | None = DEFAULT_PATH
    env: Mapping[str, str | None] = Factory(dict)
    workdir: str = "/"
    user: str = "root"
    shell: tuple[str, ...] = ("/bin/sh", "-c")
    complete: bool = False
    """True when these settings are all there are, and the same in each release."""


def _before(*directories: str) -> str:
    return ":".join((*directories, DEFAULT_PATH))


_PYTHON_ENV = dict.fromkeys(
    (
        "GPG_KEY",
        "PYTHON_VERSION",
        "PYTHON_SHA256",
        "PYTHON_PIP_VERSION",
        "PYTHON_SETUPTOOLS_VERSION",
        "PYTHON_GET_PIP_URL",
        "PYTHON_GET_PIP_SHA256",
        "LANG",
    )
)
_PLAIN = _Settings(complete=True)
_OTHER = _Settings()
_PYTHON = _Settings(_before("/usr/local/bin"), _PYTHON_ENV, complete=True)
_UV = _Settings(_before("/usr/local/bin"), {**_PYTHON_ENV, "UV_TOOL_BIN_DIR": None}, complete=True)
_UV_ALONE = _Settings(env={"UV_TOOL_BIN_DIR": None}, complete=True)
_LAMBDA = _Settings(
    "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    {"LAMBDA_TASK_ROOT": "/var/task", "LAMBDA_RUNTIME_DIR": "/var/runtime", "LANG": "en_US.UTF-8"},
    "/var/task",
)
_APP_ROOT = "/opt/app-root"
_UBI_PYTHON = _Settings(
    _before(f"{_APP_ROOT}/src/.local/bin/", f"{_APP_ROOT}/src/bin", f"{_APP_ROOT}/bin"),
    {"APP_ROOT": _APP_ROOT, "HOME": f"{_APP_ROOT}/src"},
    f"{_APP_ROOT}/src",
    "1001",
)
_CONDA = _Settings(_before("/opt/conda/bin"))
_MICROMAMBA = _Settings(env={"MAMBA_USER": "mambauser", "MAMBA_ROOT_PREFIX": "/opt/conda"}, user="mambauser")
_SETTINGS: Mapping[str, _Settings] = {
    "python": _PYTHON,
    "debian": _PLAIN,
    "ubuntu": _PLAIN,
    "alpine": _PLAIN,
    "scratch": _PLAIN,
    "busybox": _PLAIN,
    "amazonlinux": _PLAIN,
    "buildpack-deps": _PLAIN,
    "node": _Settings(env=dict.fromkeys(("NODE_VERSION", "YARN_VERSION")), complete=True),
    "golang": _Settings(_before("/go/bin", "/usr/local/go/bin"), {"GOPATH": "/go"}, "/go"),
    "pypy": _Settings(_before("/opt/pypy/bin")),
    "bitnami": _Settings(_before("/opt/bitnami/python/bin"), workdir="/app"),
    "chainguard": _Settings(user="65532"),
    "conda": _CONDA,
    "jupyter": _Settings(
        _before("/opt/conda/bin"),
        {"CONDA_DIR": "/opt/conda", "HOME": "/home/jovyan", "NB_USER": "jovyan", "NB_UID": "1000", "NB_GID": "100"},
        "/home/jovyan",
        "jovyan",
    ),
    "lambda": _LAMBDA,
    "linuxserver": _Settings(_before("/lsiopy/bin"), {"VIRTUAL_ENV": "/lsiopy", "HOME": "/root"}),
    "python-stack": _Settings(_before("/usr/local/bin")),
    "azure-functions": _Settings(_before("/usr/local/bin"), {"AzureWebJobsScriptRoot": "/home/site/wwwroot"}),
    "airflow": _Settings(_before("/home/airflow/.local/bin"), workdir="/opt/airflow", user="airflow"),
    "windows": _Settings(  # noqa: S604 - a setting that is named shell, not a call of one
        None, workdir="C:\\", user="ContainerAdministrator", shell=("cmd", "/S", "/C")
    ),
}


def image_scope(base: Base) -> Scope:
    """Return the scope in which the first instruction of a stage on *base* is carried out."""
    settings = _settings(base)
    doubts = _doubts(base, settings)

    def value(text: str | None) -> Value:
        return Value(text, doubts if text is not None else doubts | {BASE_IMAGE})

    env = {"PATH": value(settings.path)} | {name: value(text) for name, text in settings.env.items()}
    if "LANG" in settings.env and settings.env["LANG"] is None:
        # Official images set it, the newest no longer do: https://github.com/docker-library/python
        env["LANG"] = Value("C.UTF-8", doubts | {BASE_IMAGE})
    return Scope(env=env, workdir=value(settings.workdir), user=value(settings.user), shell=settings.shell)


def tells_all(base: Base) -> bool:
    """Tell whether a variable that `image_scope` does not name is surely unset in *base*."""
    settings = _settings(base)
    return settings.complete and not _doubts(base, settings)


def _settings(base: Base) -> _Settings:
    if base.family == "uv":
        return _UV_ALONE if base.python is None else _UV
    if base.family == "ubi":
        return _UBI_PYTHON if base.python is not None else _OTHER
    if base.family == "conda" and "micromamba" in base.reference:
        return _MICROMAMBA
    if base.variant == "devcontainer":
        return _Settings(_before("/usr/local/bin"))
    return _SETTINGS.get(base.family, _OTHER)


def _doubts(base: Base, settings: _Settings) -> frozenset[str]:
    """Return what could turn the settings into others; registry and tag only choose among images that are alike."""
    which = image_name(masked(base.reference)).path.rpartition("/")[2].lstrip(MASK)
    fixed = which and MASK not in which
    names = base.image.depends_on & {BASE_IMAGE} if fixed else base.image.depends_on
    return names if settings.complete else names | {BASE_IMAGE}

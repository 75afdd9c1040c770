"""The families of base images: what the name of each tells.

Sources: the image lists of Docker's official images, and the documentation of uv, distroless, Red Hat's UBI, AWS
Lambda, Bitnami, Jupyter's docker-stacks, Microsoft's dev containers, linuxserver.io and NGINX Unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import frozen

Reader = Callable[[str, str], str | None]
"""Path and tag → Python's minor version, None when they do not tell it."""

_TAG = re.compile(r"(?:[\w.]+-)??(2\.7|3\.\d+)(?![\0\d])")
_NAMED = re.compile(r"python-?(2\.7|3\.\d+)(?![\0\d])")
_RED_HAT = re.compile(r"python-(\d)(\d+)")
_DEBIAN_PYTHON = {"debian10": "3.7", "debian11": "3.9", "debian12": "3.11", "debian13": "3.13"}
_UBUNTU_PYTHON = {"focal": "3.8", "jammy": "3.10", "noble": "3.12"}

_STACK = "Its Python packages come with the image, in a place that a fresh virtual environment would hide."
_CUDA = (
    "CUDA images are chosen for a stack that lies in the system, often with Python packages built for it, "
    "which a fresh virtual environment would hide."
)
_CONDA = "A conda environment is an isolated prefix already; a virtual environment inside of it adds nothing."
_LAMBDA = "The Lambda runtime starts its own interpreter and finds packages in the task root, not in an environment."
_FUNCTIONS = "The Functions host starts its own Python worker, which does not look into a virtual environment."
_UNIT = (
    "Unit runs the application in a Python that it has inside of itself, which looks into a virtual environment only "
    "where Unit's own configuration names one."
)
_WINDOWS = "Windows images lay out Python, its scripts and its paths in another way than Linux images do."


@frozen
class Family:
    """What images of one kind have in common."""

    name: str
    pattern: re.Pattern[str]
    """Matches the whole canonical path."""
    python: Reader | None = None
    """None when there is no Python in the image that its name tells of."""
    prefix: str | None = None
    libc: str | None = "glibc"
    """Of images whose tag does not say alpine."""
    leave_alone: str | None = None


def _in_tag(path: str, tag: str) -> str | None:
    del path
    match = _TAG.match(tag)
    return match.group(1) if match else None


def _named(path: str, tag: str) -> str | None:
    match = _NAMED.search(f"{path}:{tag}")
    return match.group(1) if match else None


def _red_hat(path: str, tag: str) -> str | None:
    del tag
    match = _RED_HAT.search(path)
    return f"{match.group(1)}.{match.group(2)}" if match else None


def _distroless(path: str, tag: str) -> str | None:
    del tag
    return _DEBIAN_PYTHON.get(path.rpartition("-")[2])


def _playwright(path: str, tag: str) -> str | None:
    del path
    return _UBUNTU_PYTHON.get(tag.rpartition("-")[2])


def _untold(path: str, tag: str) -> str | None:
    del path, tag
    return None


def _family(
    name: str,
    pattern: str,
    python: Reader | None = None,
    prefix: str | None = None,
    libc: str | None = "glibc",
    leave_alone: str | None = None,
) -> Family:
    return Family(name, re.compile(pattern), python, prefix, libc, leave_alone)


_ELSEWHERE = (
    "almalinux|amazoncorretto|amazonlinux|archlinux|buildpack-deps|busybox|caddy|centos|clojure|dart|eclipse-temurin"
    "|elixir|erlang|fedora|gcc|ghost|gradle|haproxy|haskell|httpd|julia|mageia|mariadb|maven|memcached|mongo|mysql|nginx"
    "|openjdk|opensuse|oraclelinux|perl|php|postgres|rabbitmq|redis|rockylinux|ruby|rust|swift|tomcat|traefik"
)
_SAGEMAKER = (
    r"public\.ecr\.aws/sagemaker/.+|\d+\.dkr\.ecr\.[^/]+/(?:[^/]+/)*"
    r"(?:pytorch|tensorflow|huggingface|mxnet|autogluon|sagemaker|djl)[^/]*"
)

# Applications and stacks that other images are built upon: what starts there needs the packages that are there.
_APPLICATIONS = (
    r"(?:docker\.io/)?(?:locustio/locust|prefecthq/prefect[^/]*|freqtradeorg/freqtrade|netboxcommunity/netbox"
    r"|mitmproxy/mitmproxy|dpage/pgadmin4|searxng/searxng|mindsdb/mindsdb|vllm/.+|rayproject/.+|rapidsai/.+|runpod/.+"
    r"|daskdev/.+|jupyterhub/.+|gitpod/workspace-.+|odoo)|ghcr\.io/(?:mlflow/mlflow|saleor/saleor|dask/dask[^/]*)"
    r"|(?:quay\.io/jupyterhub|vault\.habana\.ai"
    r"|mcr\.microsoft\.com/(?:azureml|aifx)|gcr\.io/(?:deeplearning-platform-release|cloud-aiplatform)"
    r"|[a-z]+[\w-]*-docker\.pkg\.dev/(?:vertex-ai|deeplearning-platform-release))/.+"
    r"|(?:ghcr\.io/)?(?:home-assistant|homeassistant)/(?:[^/]+-)?home-?assistant"
)

FAMILIES: tuple[Family, ...] = (
    _family("scratch", r"scratch", libc=None),
    _family("python", r"python", _in_tag, "/usr/local"),
    _family("python", r"mcr\.microsoft\.com/(?:vscode/)?devcontainers/python", _in_tag, "/usr/local"),
    _family("uv", r"(?:ghcr\.io/astral-sh|astral)/uv", _named, "/usr/local"),
    _family("debian", r"debian"),
    _family("debian", r"bitnami/minideb"),
    _family("ubuntu", r"ubuntu"),
    _family("alpine", r"alpine", libc="musl"),
    _family("node", r"node"),
    _family("golang", r"golang"),
    _family("pypy", r"pypy", _in_tag, "/opt/pypy"),
    _family("bitnami", r"(?:public\.ecr\.aws/)?bitnami(?:legacy|secure)?/python", _in_tag, "/opt/bitnami/python"),
    _family("ubi", r"[^/]+/(?:ubi\d+|sclorg|fedora|rhel\d+)/python-\d+.*", _red_hat, "/opt/app-root"),
    _family("ubi", r"registry\.(?:access\.redhat\.com|redhat\.io)/ubi.+"),
    _family("distroless", r"gcr\.io/distroless/python3.*", _distroless, "/usr"),
    _family("distroless", r"gcr\.io/distroless/.+"),
    _family("chainguard", r"cgr\.dev/[^/]+/python.*", _in_tag, "/usr"),
    _family("chainguard", r"chainguard/python.*", _in_tag, "/usr"),
    _family("chainguard", r"(?:cgr\.dev/)?[^/]+/(?:wolfi|chainguard)-base"),
    _family("lambda", r"public\.ecr\.aws/lambda/python", _in_tag, "/var/lang", leave_alone=_LAMBDA),
    _family("lambda", r"amazon/aws-lambda-python", _in_tag, "/var/lang", leave_alone=_LAMBDA),
    _family("lambda", r"(?:public\.ecr\.aws/sam|amazon)/(?:aws-sam-cli-)?build-.*python.*", _named, "/var/lang",
            leave_alone=_LAMBDA),
    _family("lambda", r"lambci/lambda", _named, "/var/lang", leave_alone=_LAMBDA),
    _family("lambda", r"(?:public\.ecr\.aws/lambda|amazon)/[^/]+", leave_alone=_LAMBDA),
    _family("azure-functions", r"mcr\.microsoft\.com/azure-functions/python", _named, "/usr/local",
            leave_alone=_FUNCTIONS),
    _family("conda", r"(?:continuumio|condaforge)/.+", _untold, "/opt/conda", leave_alone=_CONDA),
    _family("conda", r"(?:ghcr\.io/)?(?:mambaorg|mamba-org)/micromamba", prefix="/opt/conda", leave_alone=_CONDA),
    _family("conda", r"ghcr\.io/prefix-dev/pixi", leave_alone=_CONDA),
    _family("cuda", r"(?:nvcr\.io/)?nvidia/cuda.*", leave_alone=_CUDA),
    _family("cuda", r"nvcr\.io/.+", _untold, None, leave_alone=_CUDA),
    _family("cuda", r"rocm/.+", _untold, None, leave_alone=_CUDA),
    _family("pytorch", r"pytorch/.+", _untold, None, leave_alone=_STACK),
    _family("tensorflow", r"tensorflow/.+", _untold, None, leave_alone=_STACK),
    _family("huggingface", r"(?:ghcr\.io/)?huggingface/.+", _untold, None, leave_alone=_STACK),
    _family("sagemaker", _SAGEMAKER, _untold, None, leave_alone=_STACK),
    _family("jupyter", r"(?:quay\.io/)?jupyter/.+", _untold, "/opt/conda", leave_alone=_STACK),
    _family("python-stack", r"tiangolo/.+", _named, "/usr/local", leave_alone=_STACK),
    _family("python-stack", r"apache/beam_python.+", lambda path, tag: _named(path.replace("_", "-"), tag),
            "/usr/local", leave_alone=_STACK),
    _family("python-stack", r"mcr\.microsoft\.com/playwright/python", _playwright, "/usr", leave_alone=_STACK),
    _family("airflow", r"apache/airflow", _named, None, leave_alone=_STACK),
    _family("superset", r"apache/superset", _untold, None, leave_alone=_STACK),
    _family("home-assistant", r"(?:ghcr\.io/)?(?:home-assistant|homeassistant)/[^/]+-base-python", _in_tag,
            "/usr/local", libc="musl"),
    _family("home-assistant", r"ghcr\.io/hassio-addons/base-python(?:/[^/]+)?", _untold, "/usr", libc="musl"),
    _family("home-assistant", r"(?:ghcr\.io/)?(?:home-assistant|homeassistant)/[^/]+-base(?:-[a-z]+)?", libc="musl"),
    _family("application", _APPLICATIONS, _untold, None, leave_alone=_STACK),
    _family("linuxserver", r"(?:ghcr\.io/|lscr\.io/)?linuxserver/baseimage-.+"),
    _family("unit", r"(?:unit|(?:docker\.io/)?nginx/unit)", _named, "/usr/local", leave_alone=_UNIT),
    _family("cimg", r"cimg/python", _in_tag),
    _family("windows", r"mcr\.microsoft\.com/(?:windows.*|dotnet/framework/.+)", libc=None, leave_alone=_WINDOWS),
)  # fmt: skip
"""In the order in which they are tried; the first that matches says what an image is."""

WINDOWS_PYTHON = _family("windows", r"python", _in_tag, libc=None, leave_alone=_WINDOWS)
"""Windows variants of the official image: told by the tag, not by the path."""

_OTHER = re.compile(_ELSEWHERE)


def family_of(path: str, tag: str) -> Family | None:
    """Return the family of an image by its canonical path and tag; None when it is not known."""
    if path == "python" and re.search(r"windowsservercore|nanoserver", tag):
        return WINDOWS_PYTHON
    if _OTHER.fullmatch(path):
        return Family(path, _OTHER)
    return next((family for family in FAMILIES if family.pattern.fullmatch(path)), None)

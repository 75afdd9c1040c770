"""What the name of a base image tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.environment import Base, Value
from venvoy.parse.bases import base_of, same_python
from venvoy.parse.image_names import masked, version_part

UNSEEN = Value(None, frozenset({"base image"}))


def plain(reference: str) -> Base:
    """Return the base of a reference without variables."""
    return base_of(reference, Value(reference))


@pytest.mark.parametrize(
    ("reference", "minor", "libc", "variant", "distribution"),
    [
        ("python:3.12", "3.12", "glibc", "full", None),
        ("python:3.12.1", "3.12", "glibc", "full", None),
        ("python:3.12-slim", "3.12", "glibc", "slim", None),
        ("python:3.12-slim-bookworm", "3.12", "glibc", "slim", "bookworm"),
        ("python:3.12-trixie", "3.12", "glibc", "full", "trixie"),
        ("python:3.12-alpine", "3.12", "musl", "alpine", None),
        ("python:3.12-alpine3.19", "3.12", "musl", "alpine", "alpine3.19"),
        ("python:3.14-rc-slim", "3.14", "glibc", "slim", None),
        ("python:3.14.0rc1-slim", "3.14", "glibc", "slim", None),
        ("python:2.7-slim", "2.7", "glibc", "slim", None),
        ("python:3.12-slim@sha256:0a1b", "3.12", "glibc", "slim", None),
        ("docker.io/library/python:3.11", "3.11", "glibc", "full", None),
        ("docker.io/python:3.11", "3.11", "glibc", "full", None),
        ("library/python:3.11-slim", "3.11", "glibc", "slim", None),
        ("arm64v8/python:3.11-slim", "3.11", "glibc", "slim", None),
        ("public.ecr.aws/docker/library/python:3.10-slim", "3.10", "glibc", "slim", None),
        ("mirror.gcr.io/library/python:3.10-slim", "3.10", "glibc", "slim", None),
        ("mcr.microsoft.com/devcontainers/python:1-3.12-bookworm", "3.12", "glibc", "devcontainer", "bookworm"),
        ("mcr.microsoft.com/vscode/devcontainers/python:3.9", "3.9", "glibc", "devcontainer", None),
    ],
)
def test_reads_python_images(reference: str, minor: str, libc: str, variant: str, distribution: str | None) -> None:
    """The tag of a Python image tells its minor version, C library, variant and distribution."""
    base = plain(reference)
    assert ("python", Value(minor), "/usr/local") == (base.family, base.python, base.prefix)
    assert (libc, variant, distribution, None) == (base.libc, base.variant, base.distribution, base.leave_alone)


@pytest.mark.parametrize(
    "reference", ["python", "python:latest", "python:3", "python:3-slim", "python:slim", "python:alpine"]
)
def test_floating_tags_do_not_tell_the_minor(reference: str) -> None:
    """A tag that moves from minor to minor leaves the version to the image."""
    assert ("python", UNSEEN) == (plain(reference).family, plain(reference).python)


def test_a_digest_alone_tells_neither_version_nor_libc() -> None:
    """Behind a bare digest can be any Python image."""
    base = plain("python@sha256:0a1b")
    assert ("python", UNSEEN, "/usr/local", None) == (base.family, base.python, base.prefix, base.libc)


@pytest.mark.parametrize(
    ("reference", "family", "python", "prefix", "libc"),
    [
        ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "uv", Value("3.12"), "/usr/local", "glibc"),
        ("ghcr.io/astral-sh/uv:0.5-python3.12-alpine", "uv", Value("3.12"), "/usr/local", "musl"),
        ("astral/uv:python3.13-trixie", "uv", Value("3.13"), "/usr/local", "glibc"),
        ("ghcr.io/astral-sh/uv:debian-slim", "uv", None, None, "glibc"),
        ("ghcr.io/astral-sh/uv:0.5", "uv", None, None, None),
        ("ghcr.io/astral-sh/uv:latest", "uv", None, None, None),
        ("ghcr.io/astral-sh/uv", "uv", None, None, None),
        ("debian:12", "debian", None, None, "glibc"),
        ("ubuntu:24.04", "ubuntu", None, None, "glibc"),
        ("alpine:3.19", "alpine", None, None, "musl"),
        ("node:20-alpine", "node", None, None, "musl"),
        ("golang:1.22", "golang", None, None, "glibc"),
        ("nginx:alpine", "nginx", None, None, "musl"),
        ("amazonlinux:2023", "amazonlinux", None, None, "glibc"),
        ("scratch", "scratch", None, None, None),
        ("gcr.io/distroless/python3-debian12", "distroless", Value("3.11"), "/usr", "glibc"),
        ("gcr.io/distroless/python3-debian13:nonroot", "distroless", Value("3.13"), "/usr", "glibc"),
        ("gcr.io/distroless/python3", "distroless", UNSEEN, "/usr", "glibc"),
        ("gcr.io/distroless/cc-debian12", "distroless", None, None, "glibc"),
        ("cgr.dev/chainguard/python:latest-dev", "chainguard", UNSEEN, "/usr", "glibc"),
        ("registry.access.redhat.com/ubi9/python-312", "ubi", Value("3.12"), "/opt/app-root", "glibc"),
        ("registry.access.redhat.com/ubi8/python-39:1", "ubi", Value("3.9"), "/opt/app-root", "glibc"),
        ("registry.access.redhat.com/ubi9/ubi-minimal", "ubi", None, None, "glibc"),
        ("bitnami/python:3.11", "bitnami", Value("3.11"), "/opt/bitnami/python", "glibc"),
        ("pypy:3.10-slim", "pypy", Value("3.10"), "/opt/pypy", "glibc"),
        ("ghcr.io/home-assistant/amd64-base-python:3.12-alpine3.19", "home-assistant", Value("3.12"), "/usr/local",
         "musl"),
        ("homeassistant/amd64-base:3.19", "home-assistant", None, None, "musl"),
        ("ghcr.io/home-assistant/amd64-base-debian:bookworm", "home-assistant", None, None, "glibc"),
        ("someone/python:3.12", "unknown", None, None, None),
        ("ghcr.io/someone/python:3.12", "unknown", None, None, None),
        ("mycompany/service-base:7", "unknown", None, None, None),
    ],
)  # fmt: skip
def test_knows_other_families(
    reference: str, family: str, python: Value | None, prefix: str | None, libc: str | None
) -> None:
    """Images of other families tell of a Python, or of none, and may be migrated."""
    base = plain(reference)
    assert (family, python, prefix, libc) == (base.family, base.python, base.prefix, base.libc)
    assert base.leave_alone is None


@pytest.mark.parametrize(
    ("reference", "family", "python"),
    [
        ("public.ecr.aws/lambda/python:3.12", "lambda", Value("3.12")),
        ("amazon/aws-lambda-python:3.9", "lambda", Value("3.9")),
        ("public.ecr.aws/sam/build-python3.11", "lambda", Value("3.11")),
        ("public.ecr.aws/lambda/provided:al2023", "lambda", None),
        ("continuumio/miniconda3", "conda", UNSEEN),
        ("condaforge/miniforge3:24.3.0-0", "conda", UNSEEN),
        ("mambaorg/micromamba:1.5", "conda", None),
        ("nvidia/cuda:12.4.1-runtime-ubuntu22.04", "cuda", None),
        ("nvcr.io/nvidia/pytorch:24.01-py3", "cuda", UNSEEN),
        ("pytorch/pytorch:2.1.0-cuda12.1-cudnn8-runtime", "pytorch", UNSEEN),
        ("tensorflow/tensorflow:latest-gpu", "tensorflow", UNSEEN),
        ("jupyter/scipy-notebook", "jupyter", UNSEEN),
        ("quay.io/jupyter/base-notebook:2024-01-15", "jupyter", UNSEEN),
        ("763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.0.1-gpu-py310", "sagemaker", UNSEEN),
        ("public.ecr.aws/sagemaker/sagemaker-distribution:latest-cpu", "sagemaker", UNSEEN),
        ("tiangolo/uvicorn-gunicorn-fastapi:python3.11-slim", "python-stack", Value("3.11")),
        ("apache/airflow:2.8.1-python3.11", "airflow", Value("3.11")),
        ("mcr.microsoft.com/azure-functions/python:4-python3.11", "azure-functions", Value("3.11")),
        ("mcr.microsoft.com/windows/servercore:ltsc2022", "windows", None),
        ("python:3.12-windowsservercore-ltsc2022", "windows", Value("3.12")),
    ],
)
def test_leaves_stacks_alone(reference: str, family: str, python: Value | None) -> None:
    """Images whose worth is what they hold already come with a sentence that says so."""
    base = plain(reference)
    assert (family, python) == (base.family, base.python)
    assert base.leave_alone is not None
    assert base.leave_alone.endswith(".")


@pytest.mark.parametrize(
    "reference",
    [
        "harbor.example.com/hub/library/python:3.12-slim",
        "localhost:5000/python:3.12-slim",
        "r.example/uv/python:3.12-slim",
    ],
)
def test_a_private_registry_is_taken_for_a_mirror_but_not_for_sure(reference: str) -> None:
    """An image called python on a private registry is probably the official one, and rests on the image."""
    base = plain(reference)
    assert ("python", Value("3.12", frozenset({"base image"})), "slim") == (base.family, base.python, base.variant)


V, S, R = (frozenset({name}) for name in "VSR")


@pytest.mark.parametrize(
    ("reference", "image", "family", "python", "libc", "variant"),
    [
        ("python:${V}-slim", Value("python:3.12-slim", V), "python", Value("3.12", V), "glibc", "slim"),
        ("python:${V:-3.12}-slim", Value("python:3.12-slim", V), "python", Value("3.12", V), "glibc", "slim"),
        ("python:$V-alpine", Value(None, V), "python", Value(None, V), "musl", "alpine"),
        ("python:${V}", Value(None, V), "python", Value(None, V), None, None),
        ("python:3.12-$S", Value(None, S), "python", Value("3.12", S), None, None),
        ("python:3.1$S", Value(None, S), "python", Value(None, S), None, None),
        ("python:3.12.$S-slim", Value(None, S), "python", Value("3.12", S), "glibc", "slim"),
        ("${R}/python:3.12", Value(None, R), "python", Value("3.12", R | {"base image"}), "glibc", "full"),
        ("${R}python:3.12", Value("python:3.12", R), "python", Value("3.12", R), "glibc", "full"),
        ("ghcr.io/astral-sh/uv:python${V}-alpine", Value(None, V), "uv", Value(None, V), "musl", "alpine"),
        ("${BASE}", Value(None, frozenset({"BASE"})), "unknown", None, None, None),
        (
            "$BASE",
            Value("python:3.9", frozenset({"BASE"})),
            "python",
            Value("3.9", frozenset({"BASE"})),
            "glibc",
            "full",
        ),
    ],
)
def test_reads_around_variables(
    reference: str, image: Value, family: str, python: Value | None, libc: str | None, variant: str | None
) -> None:
    """What stands around a variable counts, and the version rests on the variable."""
    base = base_of(reference, image)
    assert (family, python, libc, variant) == (base.family, base.python, base.libc, base.variant)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("python:3.12-slim", "python:3.12-slim", True),
        ("debian:12", "debian:12", True),
        ("mycompany/base:7", "mycompany/base:7", True),
        ("python:3.12", "python:3.12-slim", True),
        ("python:3.12.1", "python:3.12-slim-bookworm", True),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "python:3.12-slim-bookworm", True),
        ("python:3.12-bookworm", "python:3.12-slim-bullseye", True),
        ("python:3.12", "python:3.11", False),
        ("python:3.12", "python:3.12-alpine", False),
        ("python:3.12", "gcr.io/distroless/python3-debian12", False),
        ("python:3", "python:3-alpine", False),
        ("pypy:3.10", "python:3.10", False),
        ("python:3", "python:3-slim", None),
        ("python:3.12", "python", None),
        ("python:3.12", "python@sha256:0a1b", None),
        ("python:3.12", "debian:12", None),
        ("scratch", "scratch", None),
        ("python:3.12", "mycompany/base:7", None),
        ("localhost:5000/python:3.12", "python:3.12", None),
    ],
)
def test_compares_pythons(one: str, other: str, expected: bool | None) -> None:
    """Two images agree, disagree, or do not tell, whichever is named first."""
    there, back = same_python(plain(one), plain(other)), same_python(plain(other), plain(one))
    assert (expected, expected) == (there.same, back.same)
    assert there.why


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("python:${V}", None), ("python:${V}-slim", None), True),
        (("python:${V}-bookworm", None), ("python:${V}-slim", None), True),
        (("python:${V}", "python:3.12"), ("python:${V}-slim", "python:3.12-slim"), True),
        (("$V", None), ("$V", None), True),
        (("python:${V}-alpine", None), ("python:${V}-slim", None), False),
        (("python:${V}", None), ("python:${V}-alpine", None), False),
        (("python:${V}-$S", None), ("python:${V}-slim", None), None),
        (("python:${V}-slim", None), ("python:${W}-slim", None), None),
        (("python:${V}-slim", "python:3.12-slim"), ("python:3.12-slim", "python:3.12-slim"), None),
        (("python:${V}-slim", "python:3.11-slim"), ("python:3.12-slim", "python:3.12-slim"), None),
    ],
)
def test_compares_versions_from_variables(
    one: tuple[str, str | None], other: tuple[str, str | None], expected: bool | None
) -> None:
    """The same variable gives the same version; a variable beside a number may give another one."""
    a, b = (base_of(reference, _image(reference, text)) for reference, text in (one, other))
    assert (expected, expected) == (same_python(a, b).same, same_python(b, a).same)


def _image(reference: str, text: str | None) -> Value:
    return Value(text, frozenset(name for name in ("V", "W", "S") if name in masked_names(reference)))


def masked_names(reference: str) -> set[str]:
    """Return the letters of *reference* that are part of a variable."""
    return {letter for letter, mask in zip(reference, masked(reference), strict=True) if mask == "\0"}


def test_a_remark_names_different_releases() -> None:
    """Two Pythons that agree on different releases come with a word on their system libraries."""
    why = same_python(plain("python:3.12-bookworm"), plain("python:3.12-slim-bullseye")).why
    assert "bookworm and bullseye" in why


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("python:${V}-slim", "${V}"),
        ("python:${V:-3.12-rc}-slim@sha256:0", "${V:-3.12-rc}"),
        ("localhost:5000/python", None),
        ("localhost:5000/python:3.12", "3.12"),
        ("$R:$V", "$V"),
    ],
)
def test_cuts_the_version_out_of_a_tag(reference: str, expected: str | None) -> None:
    """The version is what stands before the first hyphen outside of a variable."""
    assert expected == version_part(reference)


@given(st.text(alphabet=st.sampled_from("python:3.12-slimalpe/${}V@\0xé "), max_size=40), st.booleans())
def test_any_text_is_some_base(reference: str, known: bool) -> None:
    """Nothing that stands behind FROM can raise, and every base agrees with itself unless it is scratch."""
    base = base_of(reference, Value(reference if known else None))
    assert reference == base.reference
    assert (None if base.family == "scratch" else True) == same_python(base, base).same
    assert len(reference) == len(masked(reference))

"""Which spelling of an install fills which site."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import Install, Installer, SiteKind

BASE = "FROM python:3.12-slim\n"
SYSTEM, USER, USER_BASE = SiteKind.SYSTEM, SiteKind.USER, SiteKind.USER_BASE
TARGET, PREFIX, VENV, UNKNOWN = SiteKind.TARGET, SiteKind.PREFIX, SiteKind.VENV, SiteKind.UNKNOWN


def installs(text: str) -> tuple[Install, ...]:
    """Return the installs of a Dockerfile."""
    return analysed(text).trace.installs


def only(text: str) -> Install:
    """Return the one install of a Dockerfile."""
    (install,) = installs(text)
    return install


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("pip install flask", "pip"),
        ("pip3 install flask", "pip3"),
        ("pip3.12 install flask", "pip3.12"),
        ("/usr/local/bin/pip install flask", "/usr/local/bin/pip"),
        ("python -m pip install flask", "python -m pip"),
        ("python3.12 -m pip install flask", "python3.12 -m pip"),
        ("python -Im pip install flask", "python -m pip"),
        ("python -m pip --no-cache-dir install flask", "python -m pip"),
        ("pip --disable-pip-version-check --timeout 60 install flask", "pip"),
        ("sudo pip install flask", "pip"),
        ("sudo -H -u root pip install flask", "pip"),
        ("env A=b pip install flask", "pip"),
        ("A=b pip install flask", "pip"),
        ("exec pip install flask", "pip"),
        ("time nice -n 5 pip install flask", "pip"),
        ("timeout 300 pip install flask", "pip"),
        ("bash -c 'pip install flask'", "pip"),
        ("bash -euxc 'cd /x && pip install flask'", "pip"),
        ("(pip install flask)", "pip"),
        ("{ pip install flask; }", "pip"),
        ("cd /tmp && pip install flask && rm x", "pip"),
        ("set -eux; \\\n    # why\n    pip install \\\n      flask", "pip"),
    ],
)
def test_spelling_is_a_global_install(command: str, program: str) -> None:
    """However pip is called, it fills the interpreter's own site and is asked for the same."""
    install = only(f"{BASE}RUN {command}\n")

    assert (Installer.PIP, SYSTEM, "/usr/local", ("flask",), program, False) == (
        install.installer,
        install.site.kind,
        install.site.root.text,
        install.what,
        install.program,
        install.tooling,
    )


@pytest.mark.parametrize(
    "run",
    [
        'RUN ["pip", "install", "flask"]',
        'RUN ["/bin/sh", "-c", "pip install flask"]',
        "RUN <<EOF\npip install flask\nEOF",
        "RUN <<EOF bash\npip install flask\nEOF",
        "RUN bash <<'EOF'\npip install flask\nEOF",
        "RUN --mount=type=cache,target=/root/.cache pip install flask",
        "run pip install flask",
        "  RUN\tpip install flask",
    ],
)
def test_form_of_the_run_does_not_matter(run: str) -> None:
    """Exec form, heredocs, flags and case of a RUN hide no install."""
    assert ("flask",) == only(f"{BASE}{run}\n").what


@pytest.mark.parametrize(
    "command",
    [
        "pip wheel -r requirements.txt -w /wheels",
        "pip download flask",
        "pip list",
        "pip check",
        "pip uninstall -y setuptools",
        "pip --version",
        "pip",
        "echo pip install flask",
        "echo 'pip install flask' > notes",
        "apt-get install -y python3-pip",
        "python -m venv /opt/venv",
        "python -c 'import pip'",
        "python pip.py install flask",
    ],
)
def test_other_commands_install_nothing(command: str) -> None:
    """What only mentions pip, or asks it for something else, is no install by pip."""
    assert [] == [i for i in installs(f"{BASE}RUN {command}\n") if i.installer is Installer.PIP]


@pytest.mark.parametrize(
    ("lines", "kind", "root", "options"),
    [
        ("RUN pip install --user flask", USER, "/root/.local", ("--user",)),
        ("ENV PIP_USER=1\nRUN pip install flask", USER, "/root/.local", ("PIP_USER",)),
        ("ENV PIP_USER=no\nRUN pip install flask", SYSTEM, "/usr/local", ()),
        ("ENV PIP_USER=1\nRUN pip install --no-user flask", SYSTEM, "/usr/local", ()),
        ("RUN PIP_USER=yes pip install flask", USER, "/root/.local", ("PIP_USER",)),
        ("RUN export PIP_USER=1 && pip install flask", USER, "/root/.local", ("PIP_USER",)),
        ("ENV HOME=/srv\nRUN pip install --user flask", USER, "/srv/.local", ("--user",)),
        ("USER app\nRUN pip install flask", USER, "/home/app/.local", ("USER",)),
        ("USER app\nRUN sudo pip install flask", SYSTEM, "/usr/local", ()),
        ("RUN useradd -d /data/home app\nUSER app\nRUN pip install flask", USER, "/data/home/.local", ("USER",)),
        ("ENV PYTHONUSERBASE=/app\nRUN pip install --user flask", USER_BASE, "/app", ("--user", "PYTHONUSERBASE")),
        ("ENV PYTHONUSERBASE=/app\nRUN pip install flask", SYSTEM, "/usr/local", ()),
        ("RUN PYTHONUSERBASE=/app pip install --user flask", USER_BASE, "/app", ("--user", "PYTHONUSERBASE")),
        ("ENV B=/app\nENV PYTHONUSERBASE=$B/x\nRUN pip install --user flask", USER_BASE, "/app/x", None),
        ("RUN pip install --target=/deps flask", TARGET, "/deps", ("--target=/deps",)),
        ("RUN pip install -t /deps flask", TARGET, "/deps", ("-t=/deps",)),
        ("WORKDIR /w\nRUN pip install -t deps flask", TARGET, "/w/deps", ("-t=deps",)),
        ("ENV PIP_TARGET=/deps\nRUN pip install flask", TARGET, "/deps", ("PIP_TARGET",)),
        ("RUN pip install --prefix=/install flask", PREFIX, "/install", ("--prefix=/install",)),
        ("RUN pip install --prefix /install flask", PREFIX, "/install", ("--prefix=/install",)),
        ("ENV PIP_PREFIX=/install\nRUN pip install flask", PREFIX, "/install", ("PIP_PREFIX",)),
        ("RUN pip install --root /image flask", UNKNOWN, "/image", ("--root=/image",)),
        ("RUN pip config set global.target /deps && pip install flask", TARGET, "/deps", ("pip config target",)),
        ("RUN pip config set install.user true && pip install flask", USER, "/root/.local", ("pip config user",)),
        ("ENV PATH=/usr/bin:$PATH\nRUN pip install flask", SYSTEM, "/usr/local", ()),
    ],
)
def test_options_and_variables_choose_the_site(
    lines: str, kind: SiteKind, root: str, options: tuple[str, ...] | None
) -> None:
    """Options come before variables, those before pip's settings, and root before a user's home."""
    install = only(f"{BASE}{lines}\n")

    assert (kind, root) == (install.site.kind, install.site.root.text)
    assert options in {install.options, None}


@pytest.mark.parametrize(
    "lines",
    [
        "RUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask",
        "RUN python -m venv /opt/venv\nRUN /opt/venv/bin/pip install flask",
        "RUN python -m venv /opt/venv\nRUN /opt/venv/bin/python -m pip install flask",
        "RUN python -m venv /opt/venv && . /opt/venv/bin/activate && pip install flask",
        "RUN python -m venv /opt/venv && source /opt/venv/bin/activate && pip install flask",
        "RUN python -m venv /opt/venv && PATH=/opt/venv/bin:$PATH && pip install flask",
        "RUN python -m venv /opt/venv && export PATH=/opt/venv/bin:$PATH && pip install flask",
        "RUN python -m venv /opt/venv && pip --python /opt/venv install flask",
        "RUN python -m venv --copies --prompt app /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask",
        "RUN virtualenv -p python3 /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask",
        "RUN uv venv --seed /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask",
        "WORKDIR /opt\nRUN python -m venv venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask",
        "ENV V=/opt/venv\nRUN python -m venv $V\nENV PATH=$V/bin:$PATH\nRUN pip install flask",
    ],
)
def test_venv_in_any_spelling(lines: str) -> None:
    """A venv that PATH, an activation or a path chooses takes the install."""
    install = only(f"{BASE}{lines}\n")

    assert (VENV, "/opt/venv", "3.12") == (
        install.site.kind,
        install.site.root.text,
        install.site.python.text if install.site.python else None,
    )


def test_activation_ends_with_its_run() -> None:
    """What one RUN activates, the next does not know."""
    kinds = [
        install.site.kind
        for install in installs(
            f"{BASE}RUN python -m venv /v && . /v/bin/activate && pip install a\nRUN pip install b\n"
        )
    ]

    assert [VENV, SYSTEM] == kinds


@pytest.mark.parametrize(
    ("what", "tooling"),
    [
        ("pip", True),
        ("--upgrade pip setuptools wheel", True),
        ("'poetry==1.8.3'", True),
        ("uv", True),
        ("Pip_Tools", True),
        ("pip flask", False),
        ("-r requirements.txt", False),
        ("-e .", False),
        (".", False),
        ("$PACKAGES", False),
        ("gunicorn", False),
    ],
)
def test_tools_are_told_from_applications(what: str, tooling: bool) -> None:
    """Only an install of nothing but tools is tooling; what cannot be told is an application."""
    assert tooling == only(f"{BASE}RUN pip install {what}\n").tooling


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ("flask==3.0 'httpx<1'", ("flask==3.0", "httpx<1")),
        ("-r a.txt -c b.txt flask", ("flask", "-r a.txt")),
        ("--requirement=a.txt", ("--requirement a.txt",)),
        ("-ra.txt", ("-r a.txt",)),
        ("--index-url https://i.example.com -e .[x]", ("-e .[x]",)),
        ("--no-binary :all: psycopg2", ("psycopg2",)),
    ],
)
def test_what_is_asked_for(arguments: str, what: tuple[str, ...]) -> None:
    """Requirement files and editables are told from names, and values of options from both."""
    assert what == only(f"{BASE}RUN pip install {arguments}\n").what


@pytest.mark.parametrize(
    ("command", "conditional"),
    [
        ("pip install flask", False),
        ("if [ -f x ]; then pip install flask; fi", True),
        ("for p in flask; do pip install flask; done", True),
        ("f() { pip install flask; }; f", True),
        ("test -d .venv || pip install flask", True),
        ("pip install flask || true", False),
    ],
)
def test_conditions_are_seen(command: str, conditional: bool) -> None:
    """An install that may not happen is marked as such."""
    assert conditional == only(f"{BASE}RUN {command}\n").conditional


@pytest.mark.parametrize(
    ("command", "installer", "kind"),
    [
        ("uv pip install --system flask", Installer.UV, SYSTEM),
        ("uv sync --frozen", Installer.UV, VENV),
        ("poetry install", Installer.POETRY, VENV),
        ("poetry config virtualenvs.create false && poetry install", Installer.POETRY, SYSTEM),
        ("POETRY_VIRTUALENVS_CREATE=0 poetry install", Installer.POETRY, SYSTEM),
        ("pipenv install --system --deploy", Installer.PIPENV, SYSTEM),
        ("pipenv sync", Installer.PIPENV, VENV),
        ("pdm sync", Installer.PDM, VENV),
        ("conda install -y numpy", Installer.CONDA, UNKNOWN),
        ("micromamba env create -f e.yml", Installer.CONDA, UNKNOWN),
        ("pipx install httpie", Installer.PIPX, UNKNOWN),
        ("python setup.py install", Installer.SETUPTOOLS, SYSTEM),
    ],
)
def test_other_installers_are_recognised(command: str, installer: Installer, kind: SiteKind) -> None:
    """The work of other installers is never taken for pip's, and a venv of their own is known."""
    install = only(f"{BASE}RUN {command}\n")

    assert (installer, kind) == (install.installer, install.site.kind)


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("poetry install --without dev --no-root -E pg", ()),
        ("poetry install --only=main", ()),
        ("poetry add -G web flask", ("flask",)),
        ("pipenv install --categories 'packages web' --deploy", ()),
        ("pipenv install -r requirements.txt flask", ("flask", "-r requirements.txt")),
    ],
)
def test_projects_are_asked_for_packages_only(command: str, what: tuple[str, ...]) -> None:
    """The value of an option, such as a group that is left out, is nothing that is installed."""
    assert what == only(f"FROM python:3.12\nRUN {command}\n").what


@pytest.mark.parametrize(
    ("lines", "root"),
    [
        ("WORKDIR /srv/app\nRUN uv venv\nRUN uv pip install flask", "/srv/app/.venv"),
        ("RUN uv venv /srv/.venv\nWORKDIR /srv/app\nRUN uv pip install flask", "/srv/.venv"),
        ("RUN python -m venv /opt/v\nENV PATH=/opt/v/bin:$PATH\nRUN uv pip install flask", "/opt/v"),
        ("ENV VIRTUAL_ENV=/opt/v\nRUN uv venv /opt/v\nWORKDIR /a\nRUN uv venv && uv pip install flask", "/opt/v"),
        ("ENV UV_PROJECT_ENVIRONMENT=/v PATH=/v/bin:$PATH\nRUN uv sync\nRUN uv pip install flask", "/v"),
        ("RUN python -m venv /opt/v\nENV PATH=$PATH:/opt/v/bin\nRUN uv pip install flask", None),
        ("RUN uv venv /v\nENV PATH=/v/bin:$PATH VIRTUAL_ENV=/other\nRUN uv pip install flask", None),
        ("RUN uv pip install flask", None),
    ],
)
def test_uv_pip_finds_an_environment_by_itself(lines: str, root: str | None) -> None:
    """Unless it is told, uv pip looks for .venv upwards, then for a venv that is first on PATH, and else fails."""
    assert root == installs(f"{BASE}{lines}\n")[-1].site.root.text


@pytest.mark.parametrize(
    ("base", "root", "python"),
    [
        ("python:3.12-slim", "/usr/local", "3.12"),
        ("python:3.9.18-alpine3.18", "/usr/local", "3.9"),
        ("docker.io/library/python:3.13", "/usr/local", "3.13"),
        ("debian:12", "/usr/local", None),
        ("python", "/usr/local", None),
    ],
)
def test_the_image_tells_the_interpreter(base: str, root: str, python: str | None) -> None:
    """The site's root and minor version come from the name of the image, as far as that tells them."""
    site = only(f"FROM {base}\nRUN pip install flask\n").site

    assert (root, python) == (site.root.text, site.python.text if site.python else None)

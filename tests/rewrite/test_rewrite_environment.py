"""ENV lines and paths that the old site leaves behind."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.model.plan import Shape

OLD, NEW = "/usr/local/lib/python3.12/site-packages", "/opt/venv/lib/python3.12/site-packages"


def after_user_install(lines: str) -> str:
    """Return what becomes of *lines* behind a copied user site."""
    build = "FROM python:3.12 AS b\nRUN pip install --user flask\n"
    last = f"FROM python:3.12\nCOPY --from=b /root/.local /root/.local\n{lines}"
    after = text_after(migrated(build + last, extras=frozenset()))
    return after.split("COPY --from=b /opt/venv /opt/venv\n")[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ENV PATH=/root/.local/bin:$PATH\n", "ENV PATH=/opt/venv/bin:$PATH\n"),
        ("ENV PATH=/root/.local/bin:${PATH}\n", "ENV PATH=/opt/venv/bin:${PATH}\n"),
        ('ENV PATH="/root/.local/bin:$PATH"\n', 'ENV PATH="/opt/venv/bin:$PATH"\n'),
        ("ENV PATH /root/.local/bin:$PATH\n", "ENV PATH /opt/venv/bin:$PATH\n"),
        ("env  PATH=/root/.local/bin:$PATH\n", "env  PATH=/opt/venv/bin:$PATH\n"),
        ("ENV PATH=~/.local/bin:$PATH\n", "ENV PATH=/opt/venv/bin:$PATH\n"),
        ("ENV PATH=$HOME/.local/bin:$PATH\n", "ENV PATH=/opt/venv/bin:$PATH\n"),
        ("ENV PATH=$PATH:/root/.local/bin\n", "ENV PATH=/opt/venv/bin:$PATH\n"),
        ("ENV PATH=/root/.local:$PATH\n", "ENV PATH=/opt/venv/bin:$PATH\n"),
        ("ENV PATH=/x:/root/.local/bin:/y:$PATH\n", "ENV PATH=/opt/venv/bin:/x:/y:$PATH\n"),
        ("ENV PATH=/root/.local/bin:/root/.local/bin:$PATH\n", "ENV PATH=/opt/venv/bin:$PATH\n"),
        ("ENV A=1 PATH=/root/.local/bin:$PATH B=2\n", "ENV A=1 PATH=/opt/venv/bin:$PATH B=2\n"),
        (
            "ENV A=1 \\\n    PATH=/root/.local/bin:$PATH \\\n    B=2\n",
            "ENV A=1 \\\n    PATH=/opt/venv/bin:$PATH \\\n    B=2\n",
        ),
        (
            "ARG P=/root/.local\nENV PATH=$P/bin:$PATH\n",
            "ARG P=/root/.local\nENV PATH=/opt/venv/bin:$PATH\n",
        ),
    ],
)
def test_path_names_the_venv(before: str, after: str) -> None:
    """In the owner's spelling, first, and in the place of every entry of the old site."""
    assert after == after_user_install(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ENV PYTHONPATH=/root/.local/lib/python3.12/site-packages\n", ""),
        ("ENV PYTHONPATH=/app:/root/.local/lib/python3.12/site-packages\n", "ENV PYTHONPATH=/app\n"),
        ("ENV PYTHONPATH=/root/.local/lib/python3.12/site-packages:$PYTHONPATH\n", ""),
        ("ENV PYTHONPATH=/app\n", "ENV PYTHONPATH=/app\n"),
        ("ENV PYTHONPATH=/root/.local/lib/python3.12/site-packages A=1\n", "ENV A=1\n"),
        ("ENV A=1 PYTHONPATH=/root/.local/lib/python3.12/site-packages\n", "ENV A=1\n"),
        ("ENV A=1 \\\n    PYTHONPATH=/root/.local/lib/python3.12/site-packages\n", "ENV A=1\n"),
        (
            "ENV PYTHONPATH=/root/.local/lib/python3.12/site-packages \\\n    A=1\n",
            "ENV A=1\n",
        ),
    ],
)
def test_pythonpath_loses_the_old_site(before: str, after: str) -> None:
    """And nothing else; a variable that has nothing left goes."""
    assert f"ENV PATH=/opt/venv/bin:$PATH\n{after}" == after_user_install(f"ENV PATH=/root/.local/bin:$PATH\n{before}")


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ("ENV PYTHONUSERBASE=/b\nRUN pip install --user flask\n", "RUN pip install flask\n"),
        ("ENV PYTHONUSERBASE=/b A=1\nRUN pip install --user flask\n", "ENV A=1\nRUN pip install flask\n"),
        ("ENV A=1 PYTHONUSERBASE=/b\nRUN pip install --user flask\n", "ENV A=1\nRUN pip install flask\n"),
        ("ENV PIP_USER=1 PYTHONUSERBASE=/b\nRUN pip install flask\n", "RUN pip install flask\n"),
        ("ENV PIP_USER=1\nRUN pip install flask\n", "RUN pip install flask\n"),
        ("ENV PIP_USER=1 \\\n    A=1\nRUN pip install flask\n", "ENV A=1\nRUN pip install flask\n"),
        ("ENV PIP_USER=0\nRUN pip install flask\n", "ENV PIP_USER=0\nRUN pip install flask\n"),
        ("ENV PYTHONUSERBASE=/b\nRUN pip install flask\n", "ENV PYTHONUSERBASE=/b\nRUN pip install flask\n"),
    ],
)
def test_variables_that_only_served_the_shortcut_go(lines: str, after: str) -> None:
    """What else the instruction sets stays."""
    rewritten = text_after(migrated(f"FROM python:3.12\n{lines}", extras=frozenset(), shape=Shape.IN_PLACE))
    made = ("RUN python -m venv /opt/venv\n", "ENV PATH=/opt/venv/bin:$PATH\n")

    assert f"FROM python:3.12\n{after}" == rewritten.replace(made[0], "").replace(made[1], "")
    assert (1, 1) == tuple(rewritten.count(line) for line in made)


def test_a_user_base_that_other_lines_use_stays() -> None:
    """And the person is told why."""
    lines = "ENV PYTHONUSERBASE=/b\nRUN pip install --user flask\nRUN python check.py --base=${PYTHONUSERBASE}x\n"
    plan = migrated(f"FROM python:3.12\n{lines}", shape=Shape.IN_PLACE)

    assert b"ENV PYTHONUSERBASE=/b\n" in plan.after
    assert [] != [note for note in plan.notes if "PYTHONUSERBASE" in note.text]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('CMD ["/root/.local/bin/flask"]\n', 'CMD ["/opt/venv/bin/flask"]\n'),
        ("CMD exec /root/.local/bin/flask run\n", "CMD exec /opt/venv/bin/flask run\n"),
        (
            'ENTRYPOINT ["/bin/sh", "-c", "~/.local/bin/flask"]\n',
            'ENTRYPOINT ["/bin/sh", "-c", "/opt/venv/bin/flask"]\n',
        ),
        ("HEALTHCHECK CMD $HOME/.local/bin/flask x\n", "HEALTHCHECK CMD /opt/venv/bin/flask x\n"),
        ("RUN ls /root/.local/bin\n", "RUN ls /opt/venv/bin\n"),
        ("RUN ls /root/.locale\n", "RUN ls /root/.locale\n"),
        ("RUN ls /x/root/.local/bin\n", "RUN ls /x/root/.local/bin\n"),
        ("LABEL was=/root/.local/bin\n", "LABEL was=/root/.local/bin\n"),
    ],
)
def test_paths_of_a_user_site(before: str, after: str) -> None:
    """A path that lines name is the venv's now; one that only looks alike is not."""
    assert f"ENV PATH=/opt/venv/bin:$PATH\n{after}" == after_user_install(f"ENV PATH=/root/.local/bin:$PATH\n{before}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('CMD ["/usr/local/bin/python", "a.py"]\n', 'CMD ["/opt/venv/bin/python", "a.py"]\n'),
        ('CMD ["/usr/local/bin/python3.12", "a.py"]\n', 'CMD ["/opt/venv/bin/python3.12", "a.py"]\n'),
        ('ENTRYPOINT ["/usr/local/bin/gunicorn"]\n', 'ENTRYPOINT ["/opt/venv/bin/gunicorn"]\n'),
        ("HEALTHCHECK CMD /usr/local/bin/python h.py\n", "HEALTHCHECK CMD /opt/venv/bin/python h.py\n"),
        ("RUN /usr/local/bin/python manage.py x\n", "RUN /opt/venv/bin/python manage.py x\n"),
        (f"RUN sed -i s/a/b/ {OLD}/flask/app.py\n", f"RUN sed -i s/a/b/ {NEW}/flask/app.py\n"),
        (f"ENV LD_LIBRARY_PATH={OLD}/nvidia/lib\n", f"ENV LD_LIBRARY_PATH={NEW}/nvidia/lib\n"),
        (f"COPY p.py {OLD}/flask/p.py\n", f"COPY p.py {NEW}/flask/p.py\n"),
        ('CMD ["/usr/local/bin/docker-entrypoint.sh"]\n', 'CMD ["/usr/local/bin/docker-entrypoint.sh"]\n'),
        ("RUN curl -o /usr/local/bin/tini https://example.com\n", "RUN curl -o /usr/local/bin/tini https://example.com\n"),
    ],
)  # fmt: skip
def test_paths_of_the_system_site(before: str, after: str) -> None:
    """The interpreter, known scripts and site-packages are the venv's; other programs stay where they are."""
    rewritten = text_after(migrated(f"FROM python:3.12\nRUN pip install flask\n{before}", extras=frozenset()))

    assert after == rewritten.split("COPY --from=build /opt/venv /opt/venv\n")[1]


@pytest.mark.parametrize(
    ("install", "before", "after"),
    [
        ("", "command=/usr/local/bin/gunicorn app:app", "command=/opt/venv/bin/gunicorn app:app"),
        ("", "#!/usr/local/bin/python3", "#!/opt/venv/bin/python3"),
        ("", "exec /usr/local/bin/tini -- x", "exec /usr/local/bin/tini -- x"),
        ("--user ", "exec /root/.local/bin/flask run", "exec /opt/venv/bin/flask run"),
    ],
)
def test_paths_in_a_file_that_a_heredoc_writes(install: str, before: str, after: str) -> None:
    """Its text names programs as a CMD does; where the file goes is no such name."""
    lines = "COPY <<EOT /usr/local/bin/flask\n{}\nEOT\nCMD x\n"
    text = f"FROM python:3.12\nRUN pip install {install}flask\n{lines.format(before)}"

    assert text_after(migrated(text, extras=frozenset())).endswith(lines.format(after))


@pytest.mark.parametrize(
    ("start", "program"),
    [
        ('CMD ["/usr/bin/supervisord", "-n"]', "supervisord"),
        ("CMD cron -f", "cron"),
        ('ENTRYPOINT ["tini", "--", "supervisord"]', "supervisord"),
        ('CMD ["python", "manage.py", "cron"]', None),
        ('HEALTHCHECK CMD ["pgrep", "cron"]', None),
    ],
)
def test_what_starts_by_files_that_are_not_read(start: str, program: str | None) -> None:
    """A path in them is wrong now, and nothing but a note can say so."""
    plan = migrated(f"FROM python:3.12\nRUN pip install flask\n{start}\n", extras=frozenset())

    told = [
        (note.lines.first, note.text) for note in plan.notes if note.lines and "files that are not read" in note.text
    ]
    assert [(3, program)] * (program is not None) == [(line, text.split()[1]) for line, text in told]
    assert all(text.endswith("that they name by its path is in /opt/venv/bin now.") for _, text in told)

"""Secrets do not leave the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvoy.images.redaction import HIDDEN, redactor, settings_redactor, speaks_of_secret, written
from venvoy.model.build import BuildSettings
from venvoy.model.dockerfile import Dockerfile
from venvoy.parse.dockerfile import read


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("API_TOKEN", "x", True),
        ("db_password", "x", True),
        ("SENTRY_DSN", "x", True),
        ("COMMIT", "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZg", True),
        ("PYTHON_VERSION", "3.12", False),
        ("PATH", "/usr/local/bin:/usr/bin", False),
        ("LANG", "C.UTF-8", False),
        ("GPG_KEY", "7169605F62C751356D054A26A821E680E5FA6305", False),
    ],
)
def test_a_secret_is_known_by_its_name_or_its_looks(name: str, value: str, secret: bool) -> None:
    """Names speak of what they hold; a mixture of letters and digits that is long enough is taken for a token."""
    assert secret is speaks_of_secret(name, value)


def test_settings_tell_what_is_secret(tmp_path: Path) -> None:
    """Build arguments by their names, secrets by their content, line by line, in files and in variables."""
    file = tmp_path / "netrc"
    file.write_text("machine example\npassword hunter22\n")
    settings = BuildSettings(
        args={"TOKEN": "arg-canary", "VERSION": "3.12"},
        secrets=(f"id=a,src={file}", "id=b,env=CANARY", "id=VARIABLE"),
    )
    redact = settings_redactor(settings, {"CANARY": "env-canary", "VARIABLE": "named-canary"})

    assert f"{HIDDEN} {HIDDEN} {HIDDEN} {HIDDEN} 3.12" == redact(
        "arg-canary password hunter22 env-canary named-canary 3.12"
    )


def test_a_secret_is_hidden_as_it_is_written_in_an_address() -> None:
    """Characters that an address cannot hold are escaped there."""
    assert f"a {HIDDEN} b" == redactor(["p@ss/word"])("a p%40ss%2Fword b")


def test_what_a_dockerfile_sets_is_known() -> None:
    """ENV in both of its forms, and the defaults of ARG."""
    found = read(b"ARG TOKEN=one\nFROM x\nENV A=1 PASSWORD='two'\nENV API_KEY three\nRUN echo SECRET=4\n", "Dockerfile")
    assert isinstance(found, Dockerfile)

    assert [("TOKEN", "one"), ("A", "1"), ("PASSWORD", "two"), ("API_KEY", "three")] == list(written(found))


def test_of_two_secrets_the_longer_one_is_hidden_first() -> None:
    """Else the rest of it would stay."""
    assert f"{HIDDEN}!" == redactor(["abcd", "abcdefgh"])("abcdefgh!")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("--index-url https://u:p@pypi.example/simple x", f"--index-url https://{HIDDEN}@pypi.example/simple x"),
        ("git+ssh://git@example.org/x.git", f"git+ssh://{HIDDEN}@example.org/x.git"),
        ("see https://example.org/a?sig=abc&x=1.", f"see https://example.org/a?{HIDDEN}"),
        ("https://example.org/simple", "https://example.org/simple"),
    ],
)
def test_addresses_lose_user_and_query(text: str, shown: str) -> None:
    """Index addresses carry passwords, signed ones carry their signature."""
    assert shown == redactor(())(text)

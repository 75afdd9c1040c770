"""What is said of images that the file tells little of: no guess in the place of what is not known."""

from __future__ import annotations

import pytest

from migrating import analysed

SITE = "/usr/local/lib/python3.12/site-packages"


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("own/image:1", ("Line 3: which environment poetry fills is for the image own/image:1 to say, unseen here.",)),
        ("python:3.12", ("The application's packages already live in a virtual environment.",)),
    ],
)
def test_poetry_on_an_image_that_is_not_known(base: str, expected: tuple[str, ...]) -> None:
    """A setting of that image may send it to the interpreter's own packages, so no environment is claimed."""
    review = analysed(f"FROM {base}\nCOPY pyproject.toml .\nRUN poetry add flask\nCMD run\n").review

    assert expected == review.reasons


@pytest.mark.parametrize("base", ["python:latest", f"python@sha256:{'0' * 64}"])
def test_a_name_that_does_not_tell_the_minor_version(base: str) -> None:
    """The reason is a sentence, with an end, that names the image."""
    text = f"FROM {base} AS a\nRUN pip install flask\nFROM python:3.12\nCOPY --from=a {SITE} {SITE}\nCMD flask run\n"
    reasons = {finding.reason for finding in analysed(text).review.findings if finding.reason}

    assert {f"Line 4: the name of {base} does not tell its minor version."} == reasons

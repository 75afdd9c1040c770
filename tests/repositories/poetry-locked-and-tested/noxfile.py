"""What is run before a release."""

import nox

PYTHONS = ["3.11", "3.12"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests with each Python."""
    session.install(".")
    session.run("pytest")

"""The samples as the demo finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvoy import migration, samples
from venvoy.model.analysis import Analysis

every_sample = pytest.mark.parametrize("name", samples.names())
ESSAY = {"global-install", "copied-site-packages", "copied-prefix", "user-install", "user-base"}


def test_every_shortcut_of_the_essay_has_a_sample() -> None:
    """Together the samples show each shortcut at least once, and no other."""
    assert ESSAY == {shortcut for name in samples.names() for shortcut in samples.sample(name).shortcuts}


@every_sample
def test_a_description_is_complete(name: str) -> None:
    """There is a title, one sentence of a story, and something to expect."""
    sample = samples.sample(name)
    assert name == sample.name
    assert sample.title
    assert sample.exercise.expect
    assert (1, ".") == (sample.story.count(". ") + 1, sample.story[-1])


@every_sample
def test_a_dockerfile_takes_the_shortcuts_it_is_described_with(name: str, tmp_path: Path) -> None:
    """What is found in the Dockerfile, advice left out, is what the description says."""
    dockerfile = samples.copy_to(name, tmp_path) / "Dockerfile"
    read = migration.analyse(dockerfile.read_bytes(), "Dockerfile")
    assert isinstance(read, Analysis)
    assert set(samples.sample(name).shortcuts) == {f.shortcut for f in read.review.findings if not f.advice}


@every_sample
def test_a_copy_is_the_application_without_its_description(name: str, tmp_path: Path) -> None:
    """Every file arrives byte for byte; what only the tests and the demo need stays behind."""
    source = Path(samples.__file__).parent / name
    copy = samples.copy_to(name, tmp_path)
    there = {path.relative_to(source): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    left = {path: content for path, content in there.items() if path.name != "sample.toml" and path.suffix != ".pyc"}
    assert tmp_path / name == copy
    assert left == {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}


def test_a_copy_never_mixes_with_what_is_there(tmp_path: Path) -> None:
    """A directory of the sample's name is left alone."""
    (tmp_path / "flask-shop").mkdir()
    with pytest.raises(FileExistsError):
        samples.copy_to("flask-shop", tmp_path)
    assert [] == list((tmp_path / "flask-shop").iterdir())


@pytest.mark.parametrize("name", ["no-such-shop", "", "..", "flask-shop/../flask-shop", "__pycache__"])
def test_only_samples_can_be_named(name: str, tmp_path: Path) -> None:
    """A name that is not a sample's is an error, whatever path it spells."""
    with pytest.raises(KeyError):
        samples.sample(name)
    with pytest.raises(KeyError):
        samples.copy_to(name, tmp_path)

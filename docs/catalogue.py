"""Puts the catalogue's pages into the site, from the one text that the program shows too, and pictures of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from venvoy.model.page import Example, Page, PageKind, Role
from venvoy.shortcuts.pages import names, page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

HEADINGS = {
    PageKind.IDEA: "Ideas",
    PageKind.SHORTCUT: "Catalogue: shortcuts",
    PageKind.ADVICE: "Catalogue: advice",
    PageKind.EXTRA: "Catalogue: extras",
    PageKind.COMPANION: "Catalogue: beside the Dockerfile",
}
PICTURES = Path(__file__).parents[1] / "snapshots" / "pictures"
NAMELESS = {"dockerfile": "Dockerfile", "python": "a Python file"}
"""Language → what an example is whose name does not matter."""
CAPTIONS = {Role.BEFORE: "Before", Role.AFTER: "After", Role.UNTOUCHED: "Left alone"}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add a heading for each kind of page to the navigation, and below it a page for each of its names."""
    for kind, heading in HEADINGS.items():
        config.nav.append({heading: [{made.title: _path(made.name)} for made in _pages() if made.kind is kind]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages themselves, and the pictures that the tests draw with the running session."""
    for made in _pages():
        files.append(File.generated(config, _path(made.name), content=_content(made)))
    for picture in sorted(PICTURES.glob("*.svg")):
        files.append(File.generated(config, f"pictures/{picture.name}", abs_src_path=str(picture)))
    return files


def _pages() -> list[Page]:
    return [made for made in map(page, names()) if made is not None]


def _path(name: str) -> str:
    return f"catalogue/{name}.md"


def _content(made: Page) -> str:
    titles = {other.name: other.title for other in _pages()}
    related = ", ".join(f"[{titles[name]}]({name}.md)" for name in made.related)
    examples = "\n\n".join(map(_example, made.examples))
    shown = f"\n## Examples\n\n{examples}\n" if made.examples else ""
    return f"{made.markdown}\nSee also: {related}.\n{shown}"


def _example(shown: Example) -> str:
    """Return an example with what it is above it: the name of the file, or that it may be any Python file."""
    file = shown.path or NAMELESS[shown.language]
    fence = f'```{{.{shown.language} title="{file}"}}'
    return f"### {CAPTIONS[shown.role]}\n\n{fence}\n{shown.text}```"

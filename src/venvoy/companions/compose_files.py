"""Compose files: which of their services run the image that is migrated.

Files in one directory are taken as meant together, as an override is for the file that it overrides: a service that
says nothing of its image in one of them is what the others say of it. So are files that one ``include`` names together.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import define, evolve, field, frozen

from venvoy.companions.compose_projects import Include, includes, text_of, together
from venvoy.companions.image import Image
from venvoy.companions.interpolation import interpolated
from venvoy.companions.sheet import Sheet
from venvoy.companions.yaml_tree import Node, Scalar, Table

_FARTHEST = 10
"""Steps that ``extends`` is followed."""


@frozen(eq=False)
class ComposeFile:
    """One compose file that could be read."""

    sheet: Sheet
    services: Mapping[str, Table]
    volumes: Mapping[str, Table] = field(factory=dict)
    """Those of the top level that something is said of."""
    includes: tuple[Include, ...] = ()
    base: str = ""
    """From where its relative paths start: where it lies, unless the file that includes it says otherwise."""

    @property
    def directory(self) -> str:
        """Where it lies, from the root of the repository; empty for the root itself."""
        return posixpath.dirname(self.sheet.path)


@frozen(eq=False)
class Service:
    """One service of one file."""

    name: str
    file: ComposeFile
    table: Table


@frozen
class Build:
    """How a service's image is built, as far as the files say it."""

    context: Scalar | None = None
    directory: str = ""
    """Of the file that says the context."""
    dockerfile: Scalar | None = None
    target: Scalar | None = None
    inline: bool = False
    """True for ``dockerfile_inline``."""


def compose_file(sheet: Sheet, root: Node | None) -> ComposeFile | None:
    """Return the services of a tree, or None when it is no compose file."""
    if not isinstance(root, Table) or not isinstance(root.get("services"), Table | None):
        return None
    directory = posixpath.dirname(sheet.path)
    included = tuple(includes(root, directory))
    if root.get("services") is None and not included:
        return None
    return ComposeFile(sheet, _tables(root, "services"), _tables(root, "volumes"), included, directory)


def _tables(root: Table, name: str) -> Mapping[str, Table]:
    within = root.get(name)
    entries = within.entries if isinstance(within, Table) else ()
    return {key.text: value for key, value in entries if isinstance(value, Table)}


@define(slots=False)
class Composed:
    """The services of all compose files of a repository, and how they belong together."""

    files: tuple[ComposeFile, ...]
    _by_path: dict[str, ComposeFile] = field(init=False)
    _project: Mapping[str, str] = field(init=False)
    _lists: tuple[frozenset[str], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        every = [entry for file in self.files for entry in file.includes]
        bases = {path: entry.directory for entry in every for path in entry.paths}
        self.files = tuple(evolve(file, base=bases.get(file.sheet.path, file.base)) for file in self.files)
        self._by_path = {file.sheet.path: file for file in self.files}
        self._lists = tuple(frozenset(entry.paths) for entry in every if len(entry.paths) > 1)
        self._project = together(self._by_path, {file.sheet.path: file.includes for file in self.files})

    def __iter__(self) -> Iterator[Service]:
        """Yield each service of each file."""
        for file in self.files:
            for name, table in file.services.items():
                yield Service(name, file, table)

    def namesakes(self, service: Service) -> Iterator[Service]:
        """Yield the services of the same name in the other files of the directory, or of the same ``include``."""
        for file in self._named.get(service.name, ()):
            if file is not service.file and self._override(file, service.file):
                yield Service(service.name, file, file.services[service.name])

    @cached_property
    def _named(self) -> Mapping[str, tuple[ComposeFile, ...]]:
        found: dict[str, list[ComposeFile]] = {}
        for one in self:
            found.setdefault(one.name, []).append(one.file)
        return {name: tuple(files) for name, files in found.items()}

    def _override(self, one: ComposeFile, other: ComposeFile) -> bool:
        paths = {one.sheet.path, other.sheet.path}
        return one.directory == other.directory or any(paths <= names for names in self._lists)

    def volume(self, service: Service, name: str) -> Table | None:
        """Return what the files that are read together with the one of *service* say of a volume that has a name."""
        project = self._project[service.file.sheet.path]
        files = (file for file in self.files if self._project[file.sheet.path] == project)
        return next((file.volumes[name] for file in files if name in file.volumes), None)

    def related(self, service: Service) -> tuple[Service, ...]:
        """Return what is put together with *service*: what it extends, its namesakes, and what extends it.

        An override of a service that extends *service* lies over it, too, as does what that override extends.
        """
        extending = self.extending(service)
        over = (other for one in extending for other in self._group(one))
        found = {_key(one): one for one in (*self._group(service)[1:], *extending, *over)}
        found.pop(_key(service), None)
        return tuple(found.values())

    def extending(self, service: Service) -> tuple[Service, ...]:
        """Return the services that extend *service*, over others or not."""
        return self._extending.get(_key(service), ())

    @cached_property
    def _extending(self) -> Mapping[tuple[str, str], tuple[Service, ...]]:
        found: dict[tuple[str, str], tuple[Service, ...]] = {}
        for one in self:
            for base in self.bases(one):
                if _key(base) != _key(one):
                    found[_key(base)] = (*found.get(_key(base), ()), one)
        return found

    def bases(self, service: Service) -> tuple[Service, ...]:
        """Return what *service* extends, nearest first."""
        return tuple(self._ancestry(service))[1:]

    def build(self, service: Service) -> Build | None:
        """Return how its image is built, None when no file says so."""
        builds = [self._own_build(one) for one in self._group(service)]
        known = [build for build in builds if build is not None]
        if not known:
            return None
        context = next((build for build in known if build.context is not None), known[0])
        return Build(
            context.context,
            context.directory,
            next((build.dockerfile for build in known if build.dockerfile is not None), None),
            inline=any(build.inline for build in known),
        )

    def _ancestry(self, service: Service) -> Iterator[Service]:
        """Yield *service* and what it extends, nearest first."""
        at: Service | None = service
        for _ in range(_FARTHEST):
            if at is None:
                return
            yield at
            at = self._extended(at)

    def _extended(self, service: Service) -> Service | None:
        extends = service.table.get("extends")
        name = text_of(extends if isinstance(extends, Scalar) else _of(extends, "service"))
        path = text_of(_of(extends, "file"))
        place = posixpath.normpath(posixpath.join(service.file.base, path)) if path else service.file.sheet.path
        file = self._by_path.get(place)
        if name is None or file is None or name not in file.services:
            return None
        return Service(name, file, file.services[name])

    def _own_build(self, service: Service) -> Build | None:
        build = service.table.get("build")
        directory = service.file.base
        if isinstance(build, Scalar):
            return Build(build, directory)
        if not isinstance(build, Table):
            return None
        context, dockerfile, target = (build.get(name) for name in ("context", "dockerfile", "target"))
        return Build(
            context if isinstance(context, Scalar) else None,
            directory,
            dockerfile if isinstance(dockerfile, Scalar) else None,
            target if isinstance(target, Scalar) else None,
            build.get("dockerfile_inline") is not None,
        )

    def dockerfile(self, service: Service) -> str | None:
        """Return the Dockerfile that the service builds from, from the root of the repository; None when not known."""
        build = self.build(service)
        if build is None or build.inline:
            return None
        context = interpolated(build.context.text) if build.context is not None else "."
        name = interpolated(build.dockerfile.text) if build.dockerfile is not None else "Dockerfile"
        if context is None or name is None or "://" in context or context.startswith("git@"):
            return None
        return posixpath.normpath(posixpath.join(build.directory, context, name))

    def targets(self, service: Service) -> set[str | None]:
        """Return the stages that the service is built to; None for the last, or for one that is not known."""
        own = self._own_build(service)
        builds = (own,) if own is not None and own.target is not None else map(self._own_build, self._group(service))
        targets = {build.target.text if build.target is not None else None for build in builds if build is not None}
        return {interpolated(target) if target else None for target in targets}

    def _group(self, service: Service) -> tuple[Service, ...]:
        """Return *service* with what it extends and its namesakes: together they say how its image is built."""
        same = (service, *self.namesakes(service))
        return (*same, *(base for one in same for base in self.bases(one)))

    def image_names(self, service: Service) -> frozenset[str]:
        """Return the names of its image that the files of the directory give."""
        tables = (one.table for one in self._group(service))
        return frozenset(image.text for table in tables if isinstance(image := table.get("image"), Scalar))


@define(slots=False)
class Services(Composed):
    """The same, seen from an image that is migrated."""

    image: Image

    def builds_ours(self, service: Service) -> bool:
        """Return True when the service builds from the Dockerfile that is migrated."""
        return self.dockerfile(service) == self.image.dockerfile

    def concerned(self, service: Service) -> bool:
        """Return True when *service* runs the migrated image, or is what one extends that does."""
        return self.runs_ours(service) or any(map(self.runs_ours, self.extending(service)))

    def foreign(self, service: Service) -> bool:
        """Return True when *service* is known to run another image."""
        known = self.build(service) is not None or bool(self.image_names(service))
        return known and not self.runs_ours(service)

    def _holds_venv(self, service: Service) -> bool:
        """Return True when a stage that the service is built to, by itself or by what is put together with it, does."""
        return any(self.image.holds_venv(target) for target in self.targets(service))

    def left_behind(self, service: Service) -> frozenset[str]:
        """Return the tools that install, and that no stage any more has which the service is built to."""
        targets = self.targets(service) or {None}
        return frozenset.intersection(*(self.image.left_behind(target) for target in targets))

    def runs_ours(self, service: Service) -> bool:
        """Return True when the service runs an image that has the virtual environment after the migration.

        It builds it, or names the image that another service of the project builds.
        """
        if self.builds_ours(service):
            return self._holds_venv(service)
        if self.build(service) is not None:
            return False
        built = self._built.get(self._project[service.file.sheet.path], frozenset())
        return not self.image_names(service).isdisjoint(built)

    @cached_property
    def _built(self) -> Mapping[str, frozenset[str]]:
        """The names under which services of each project tag the image that they build."""
        built: dict[str, frozenset[str]] = {}
        for one in self:
            if self.builds_ours(one) and self._holds_venv(one):
                project = self._project[one.file.sheet.path]
                built[project] = built.get(project, frozenset()) | self.image_names(one)
        return built


def _key(service: Service) -> tuple[str, str]:
    return service.file.sheet.path, service.name


def _of(node: Node | None, name: str) -> Node | None:
    return node.get(name) if isinstance(node, Table) else None

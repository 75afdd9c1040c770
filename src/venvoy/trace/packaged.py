"""The Python that a distribution's package manager brings into a stage, and the libraries beside it."""

from __future__ import annotations

import posixpath
import re

from attrs import frozen

from venvoy.model.environment import Base
from venvoy.model.trace import Install, SystemInstall
from venvoy.parse.releases import is_guarded, packaged_minor
from venvoy.trace.installers.distribution import library_of, python_of
from venvoy.trace.state import may_be_packaged

_NAMED = re.compile(r"^(?:pip|python)(?P<version>\d*(?:\.\d+)?)$")


@frozen
class PackagedPython:
    """A distribution's own Python, as the package manager's commands of a stage tell of it."""

    base: Base
    manager: str
    """``apt``, ``apk``, ``dnf`` or ``zypper``."""
    commands: tuple[SystemInstall, ...]
    """Those that bring the Python, or anything for it, in the order of the file; never empty."""

    @property
    def minor(self) -> str | None:
        """The minor version that ``python3`` is in this release; None when it is not known."""
        return packaged_minor(self.base.distribution)

    @property
    def interpreters(self) -> tuple[str, ...]:
        """The names that the packages give: ``python3``, ``python3.12``."""
        return tuple(dict.fromkeys(python for _, name in self._packages if (python := python_of(name, self.manager))))

    @property
    def libraries(self) -> tuple[tuple[SystemInstall, str], ...]:
        """Packages with modules that an application may import, each with the command that brings it."""
        return tuple((command, name) for command, name in self._packages if library_of(name, self.manager))

    @property
    def guarded(self) -> bool | None:
        """Whether pip refuses to fill this Python (PEP 668) as it comes; None when that is not known."""
        return is_guarded(self.base.distribution, self.manager)

    @property
    def _packages(self) -> tuple[tuple[SystemInstall, str], ...]:
        return tuple((command, name) for command in self.commands for name in command.packages)

    def has(self, package: str) -> bool:
        """Return True when one of the commands names *package*."""
        return any(name == package for _, name in self._packages)

    def interpreter_of(self, install: Install) -> str | None:
        """Return the name of the interpreter that an install fills; None when no package is seen to bring it."""
        found = _NAMED.match(posixpath.basename(install.program.split(" ")[0]))
        version = found["version"] if found else ""
        plain = "python3" if "python3" in self.interpreters else None
        if "." not in version:
            # pip3 is python3's; where only python3.12 is asked for, whatever is called pip can but be that one's.
            return plain or (self.interpreters[0] if len(self.interpreters) == 1 else None)
        if plain and self.minor == version:
            return plain
        return f"python{version}" if f"python{version}" in self.interpreters else None

    def bringing(self, interpreter: str) -> SystemInstall:
        """Return the command that brings *interpreter*, which is one of `interpreters`."""
        return next(c for c in self.commands if any(python_of(p, self.manager) == interpreter for p in c.packages))

    def venv_package(self, interpreter: str) -> str | None:
        """Return the package that ``-m venv`` still needs; None when nothing is missing.

        Debian and Ubuntu package ensurepip apart, in ``python3-venv`` and ``python3.12-venv``
        (https://packages.debian.org/bookworm/python3-venv); Alpine, Fedora and their kin have it in the interpreter's
        own package, or in one that it depends on.
        """
        if self.manager != "apt":
            return None
        wanted = f"{interpreter}-venv"
        alike = {"python3-venv", "python3-full", f"python{self.minor}-venv", f"python{self.minor}-full"}
        known = alike if interpreter == "python3" else {wanted, f"{interpreter}-full"}
        return None if any(self.has(name) for name in known) else wanted


def packaged_python(base: Base, commands: tuple[SystemInstall, ...], stages: tuple[int, ...]) -> PackagedPython | None:
    """Return the Python that those of *commands* bring which run in *stages*; None when they bring none.

    An image with a Python of its own has none: there, a packaged one is another interpreter beside it.
    """
    if not may_be_packaged(base):
        return None
    mine = [c for c in commands if c.stage in stages and any(python_of(name, c.manager) for name in c.packages)]
    if not mine:
        return None
    manager = mine[0].manager
    return PackagedPython(base, manager, tuple(c for c in mine if c.manager == manager))

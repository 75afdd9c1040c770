"""What a shared library asks the dynamic loader for: DT_NEEDED, DT_RPATH, DT_RUNPATH and DT_SONAME (System V gABI)."""

from __future__ import annotations

from typing import IO

from attrs import frozen
from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile


@frozen
class Needs:
    """The dynamic section of one library."""

    libraries: tuple[str, ...]
    """``libpq.so.5``, …"""
    places: tuple[str, ...]
    """Directories to look in first; ``$ORIGIN`` stands for that of the library."""
    machine: str
    """``EM_X86_64``, …"""


def needs(content: IO[bytes]) -> Needs | None:
    """Return what the library in *content* asks for; None when it is damaged."""
    try:
        elf = ELFFile(content)
        sections = [section for section in elf.iter_sections() if isinstance(section, DynamicSection)]
        tags = [tag for section in sections for tag in section.iter_tags()]
        libraries = tuple(str(tag.needed) for tag in tags if tag.entry.d_tag == "DT_NEEDED")
        runpath = [str(tag.runpath) for tag in tags if tag.entry.d_tag == "DT_RUNPATH"]
        rpath = [str(tag.rpath) for tag in tags if tag.entry.d_tag == "DT_RPATH"]
        places = tuple(place for one in (runpath or rpath) for place in one.split(":") if place)
        return Needs(libraries, places, str(elf["e_machine"]))
    except (ELFError, ValueError, KeyError, AttributeError, OverflowError, UnicodeError, TypeError, IndexError):
        return None  # damaged on purpose or by accident: the reader raises whatever the bytes lead to

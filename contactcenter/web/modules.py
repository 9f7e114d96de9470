"""ES modules as text: what a module imports and exports, and which modules a page reaches.

Relies on our formatter: a statement that imports or exports begins its line, and names what it takes in braces.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from contactcenter.web import minify

VENDOR: Final = "/vendor/"
IMPORT: Final = re.compile(r'^(import|export)\s*\{([^}]*)\}\s*from\s*"(\.[^"]+)";?', re.MULTILINE)
PART: Final = re.compile(r'\bimport\("(\.[^"]+)"\)')
DECLARED: Final = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+))", re.MULTILINE)
LISTED: Final = re.compile(r"\bexport\s*\{([^}]*)\};?\s*$", re.MULTILINE)
ADDRESS: Final = re.compile(r'new URL\("(\.[^"]+)",\s*import\.meta\.url\)')
OTHER: Final = re.compile(r"^(?:import|export)\b(?!\().*", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """One module. ``imports``: by module, the names there by the names here; ``exports``: the names here by the names outside."""

    name: str
    body: str
    imports: dict[str, dict[str, str]]
    exports: dict[str, str]
    parts: tuple[str, ...]


def parse(name: str, source: str) -> Module:
    """Return a module with its minified body, without the statements that import and export.

    ValueError for a form that isn't known here: default exports, namespaces, imports for their effect alone.
    """
    imports: dict[str, dict[str, str]] = {}
    exports: dict[str, str] = {}

    def imported(found: re.Match[str]) -> str:
        taken = imports.setdefault(_beside(name, found[3]), {})
        for there, here in _names(found[2]):
            if found[1] == "import":
                taken[here] = there
            else:
                local = next((known for known, other in taken.items() if other == there), f"{there}_")
                taken[local], exports[here] = there, local
        return ""

    def declared(found: re.Match[str]) -> str:
        exports[found[1]] = found[1]
        return ""

    def listed(found: re.Match[str]) -> str:
        exports.update((there, here) for here, there in _names(found[1]))
        return ""

    body = LISTED.sub(listed, DECLARED.sub(declared, IMPORT.sub(imported, source)))
    if VENDOR not in name:
        other = OTHER.search(body)
        body = minify.javascript(body)
        if other or "import.meta" in ADDRESS.sub("", body):
            raise ValueError(f"{name} can't be put into a bundle: {other[0] if other else 'import.meta'}")
    parts = tuple(_beside(name, address) for address in PART.findall(body))
    return Module(name, body, imports, exports, parts)


def _names(text: str) -> list[tuple[str, str]]:
    """Return what stands in the braces of a statement, as (before ``as``, after it)."""
    words = [part.split() for part in text.split(",") if part.strip()]
    return [(one[0], one[-1]) for one in words]


def _beside(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


@lru_cache(maxsize=1024)
def _read(name: str, path: Path, _changed: int) -> Module:
    return parse(name, path.read_text(encoding="utf-8"))


def module(name: str) -> Module:
    """Return a module of ours. ValueError if there is none of this name."""
    for folder in settings.STATICFILES_DIRS:
        path = Path(folder) / name
        if path.is_file():
            return _read(name, path, path.stat().st_mtime_ns)
    raise ValueError(f"there is no module {name}")


def needed(entry: str) -> list[str]:
    """Return the modules that ``entry`` imports at once, and itself, in the order they run. ValueError if they import in a circle."""
    ran: dict[str, None] = {}
    running: list[str] = []

    def run(name: str) -> None:
        if name in running:
            raise ValueError(f"a circle of imports: {' → '.join([*running, name])}")
        if name in ran:
            return
        running.append(name)
        for other in module(name).imports:
            run(other)
        running.pop()
        ran[name] = None

    run(entry)
    return list(ran)


def parts(entry: str) -> dict[str, list[str]]:
    """Return what may be fetched later, by ``import()``: for each such module, what it needs besides the page's first modules."""
    first = needed(entry)
    found: dict[str, list[str]] = {}
    waiting = list(first)
    for name in waiting:
        for part in module(name).parts:
            if part not in first and part not in found:
                found[part] = [other for other in needed(part) if other not in first]
                waiting += found[part]
    return found


def reachable(entry: str) -> set[str]:
    """Return every module that a page may ever fetch."""
    return set(needed(entry)).union(*parts(entry).values())

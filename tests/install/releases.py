"""The releases that the machine is given: this one, one with other static files, and one that is never ready."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MOVED: Final = "css/slow-form.css", "css/slow-form-next.css"
CHANGED: Final = "static/css/console.css"
READINESS: Final = "operation/readiness.py"
NEXT, BROKEN = "99.0.0", "98.0.0"


def give(folder: Path) -> Path:
    """Write what a release has into the folder: the files git knows."""
    folder.mkdir()
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.splitlines()
    archive = folder / "release.tar"
    with tarfile.open(archive, "w") as writing:
        for name in names:
            if (ROOT / name).is_file():
                writing.add(ROOT / name, name)
    with tarfile.open(archive) as reading:
        reading.extractall(folder, filter="tar")
    archive.unlink()
    return folder


def give_next(folder: Path) -> None:
    """Write a release in which a static file has other content, and another has moved: this release's name for it is gone there."""
    _with_other_files(give(folder), NEXT)


def give_broken(folder: Path) -> None:
    """Write a release with other static files, too, whose processes run but never say that they can serve."""
    _with_other_files(give(folder), BROKEN)
    _replace(folder / READINESS, '"up" if _storage_up() else "down"', '"down"')


def _with_other_files(folder: Path, version: str) -> None:
    project = folder / "pyproject.toml"
    lines = [f'version = "{version}"' if line.startswith("version = ") else line for line in project.read_text().splitlines()]
    project.write_text("\n".join(lines) + "\n")
    old, new = MOVED
    (folder / "static" / old).rename(folder / "static" / new)
    named = [path for path in (folder / "templates").rglob("*.html") if old in path.read_text()]
    assert named, f"no page has {old}"
    for path in named:
        _replace(path, old, new)
    with (folder / CHANGED).open("a") as style:
        style.write(f"\n.release-{version.partition('.')[0]} {{\n  color: inherit;\n}}\n")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path} hasn't {old}"
    path.write_text(text.replace(old, new))

"""Files mentioned in comments and documents exist: moving one fails here until its mentions follow."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = [
    "accounts",
    "contactcenter",
    "sessions_app",
    "videocall",
    "supervision",
    "operation",
    "api",
    "static",
    "templates",
    "deploy",
    "docs",
    "README.md",
    "CONTRIBUTING.md",
]
KINDS = (".py", ".js", ".css", ".md", ".html")
NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:py|js|css)\b")
OTHERS = {"message.css", "setup.css", "pdf.js", "manage.py", "forms.css"}
"""Properties in code, a library, and a sheet of Django's."""


def test_every_mentioned_file_exists() -> None:
    files = [
        path for room in READ for path in (ROOT / room, *(ROOT / room).rglob("*")) if path.suffix in KINDS and path.is_file()
    ]
    tests = [path for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*")]
    known = {path.name for path in (*files, *tests)} | OTHERS
    found = [
        f"{path.relative_to(ROOT)}:{number}: {name}"
        for path in files
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for name in NAME.findall(line)
        if name not in known
    ]
    assert found == []

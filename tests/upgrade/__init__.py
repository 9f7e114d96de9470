"""Databases of every release, as it left them: what the tests upgrade to this version.

``python -m tests.upgrade`` makes the folder of the version in the working tree; once it is released, it's never made again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RELEASES = sorted((folder.name for folder in HERE.glob("v*")), key=lambda name: [int(part) for part in name[1:].split(".")])
"""Oldest first."""


def facts_of(release: str) -> dict[str, Any]:
    """Return what is known about a release's database: its migrations, its rows, and a conversation in it."""
    return dict(json.loads((HERE / release / "facts.json").read_text()))


def migrations_of(release: str) -> list[tuple[str, str]]:
    return [(app, name) for app, name in facts_of(release)["migrations"]]

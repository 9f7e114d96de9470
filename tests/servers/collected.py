"""The static files as in production, collected once per state of the tree and shared by all sites and runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKERS = [
    *(f"contactcenter/web/{name}.py" for name in ("static_storage", "bundles", "modules", "minify")),
    *(f"contactcenter/languages/{name}.py" for name in ("browser", "installed", "scripts")),
    "contactcenter/settings.py",
    "requirements.txt",
]
PLACE = ROOT / ".pytest_cache" / "static"
DAY = 24 * 3600


def collected(env: Mapping[str, str]) -> Path:
    """Return the folder with the collected files of the current tree."""
    folder = PLACE / _state(env)
    if not folder.exists():
        _forget_old()
        PLACE.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=PLACE, prefix="making-"))
        settings = {**env, "CONTACTCENTER_STATIC_ROOT": str(made), "CONTACTCENTER_HASHED_STATIC": "1"}
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        done = subprocess.run(
            command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        assert done.returncode == 0, f"collectstatic failed:\n{done.stdout}"
        try:
            made.rename(folder)
        except OSError:  # another run was faster
            shutil.rmtree(made)
    os.utime(folder)
    return folder


def _state(env: Mapping[str, str]) -> str:
    """Return a name for the state of the files, of the catalogues, and of the code that collects them."""
    sum_ = hashlib.sha256()
    catalogues = [
        *ROOT.glob("locale/*/*/djangojs.mo"),
        *Path(env.get("CONTACTCENTER_LOCALE_DIR") or "/dev/null").glob("*/*/djangojs.mo"),
    ]
    files = sorted([*(path for path in (ROOT / "static").rglob("*") if path.is_file()), *catalogues])
    for path in [*files, *(ROOT / name for name in MAKERS)]:
        sum_.update(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.parts[-3:]}\n".encode() + path.read_bytes())
    return sum_.hexdigest()[:16]


def _forget_old() -> None:
    for folder in PLACE.glob("*"):
        if folder.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(folder, ignore_errors=True)

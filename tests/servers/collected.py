"""The static files as in production, collected once per state of the tree and shared by all sites and runs."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.servers.once import ROOT, made

MAKERS = [
    *(f"contactcenter/web/{name}.py" for name in ("static_storage", "bundles", "modules", "minify")),
    *(f"contactcenter/languages/{name}.py" for name in ("browser", "installed", "scripts")),
    "contactcenter/settings.py",
    "requirements.txt",
]


def collected(env: Mapping[str, str]) -> Path:
    """Return the folder with the collected files of the current tree."""

    def collect(folder: Path) -> None:
        settings = {**env, "CONTACTCENTER_STATIC_ROOT": str(folder), "CONTACTCENTER_HASHED_STATIC": "1"}
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        done = subprocess.run(
            command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        assert done.returncode == 0, f"collectstatic failed:\n{done.stdout}"

    return made(f"static-{_state(env.get('CONTACTCENTER_LOCALE_DIR') or '/dev/null')}", collect)


@cache
def _state(locale_dir: str) -> str:
    """Return a name for the state of the files, of the catalogues, and of the code that collects them."""
    sum_ = hashlib.sha256()
    catalogues = [*ROOT.glob("locale/*/*/djangojs.mo"), *Path(locale_dir).glob("*/*/djangojs.mo")]
    files = sorted([*(path for path in (ROOT / "static").rglob("*") if path.is_file()), *catalogues])
    for path in [*files, *(ROOT / name for name in MAKERS)]:
        sum_.update(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.parts[-3:]}\n".encode() + path.read_bytes())
    return sum_.hexdigest()[:16]

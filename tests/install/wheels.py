"""The product's Python packages for the machine, which reaches no registry: downloaded once by the host's pip, each checked by its hash."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.install.debian import KEPT

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
REQUIREMENTS: Final = DEPLOY / "requirements.txt", DEPLOY / "requirements-observability.txt"
PLATFORMS: Final = [f"manylinux{name}_x86_64" for name in ("2014", "_2_17", "_2_26", "_2_28", "_2_31", "_2_34")]


def download(version: str) -> Path:
    """Return the folder with the packages for this version of Python, such as ``3.13``."""
    asked = b"".join(file.read_bytes() for file in REQUIREMENTS)
    folder = KEPT / f"wheels-{version}-{hashlib.sha256(asked).hexdigest()[:8]}"
    if not (folder / ".complete").exists():
        target = [
            "--only-binary=:all:",
            f"--python-version={version}",
            "--implementation=cp",
            f"--abi=cp{version.replace('.', '')}",
        ]
        target += ["--abi=abi3", "--abi=none", *(f"--platform={name}" for name in PLATFORMS)]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--dest", str(folder), *target]
        for file in REQUIREMENTS:
            done = subprocess.run([*command, "-r", str(file)], capture_output=True, text=True, check=False, timeout=600)
            assert done.returncode == 0, f"the packages couldn't be downloaded:\n{done.stderr[-3000:]}"
        (folder / ".complete").touch()
    return folder

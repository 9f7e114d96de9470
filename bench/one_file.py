"""The widget's page with all its modules in one file by esbuild: what a bundler makes of the same source. For the bench only."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from whitenoise.compress import Compressor

from contactcenter.web.bundles import FIRST, entry_of, folder_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = "widget"


def with_one_file(collected: Path, folder: Path) -> Path:
    """Copy the collected static files to a folder, with one file in the place of the widget's bundles."""
    shutil.copytree(collected, folder)
    manifest = folder / "staticfiles.json"
    known = json.loads(manifest.read_text())
    first = f"{folder_of(PAGE)}{FIRST}.js"
    known["paths"] = {
        name: hashed for name, hashed in known["paths"].items() if name == first or not name.startswith(folder_of(PAGE))
    }
    manifest.write_text(json.dumps(known))
    target = folder / known["paths"][first]
    for compressed in target.parent.glob(f"{target.name}.*"):
        compressed.unlink()
    command = [ROOT / "node_modules/.bin/esbuild", ROOT / "static" / entry_of(PAGE), "--bundle", "--format=esm", "--minify"]
    subprocess.run([*command, f"--outfile={target}", "--log-level=error", "--allow-overwrite"], check=True)
    for _path in Compressor(quiet=True).compress(str(target)):
        continue
    return folder

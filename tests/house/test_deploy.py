"""The production image has every package of ours; an app that isn't copied would only be missed on a server."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def test_the_image_copies_every_app() -> None:
    copied = {line.split()[1] for line in (ROOT / "deploy/Dockerfile").read_text().splitlines() if line.startswith("COPY ")}
    apps = {app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()}
    assert apps | {"contactcenter", "templates", "locale", "static"} <= copied

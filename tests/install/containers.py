"""The files for containers, as far as they can be read without a container engine: by Debian's docker-compose and Caddy."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from tests.install import debian
from tests.install.releases import ROOT

COMMANDS: Final = ["apt-get update", "apt-get install --yes --no-install-recommends docker-compose caddy"]
SERVICES: Final = {"migrate", "web", "proxy", "postgres", "redis", "turn"}
OWN: Final = {
    "DATABASE_URL": "postgresql://elsewhere/of-my-own",
    "CONTACTCENTER_TURN_URLS": "turns:turn.example:5349?transport=tcp",
    "CONTACTCENTER_VERSION": "1.5.0",
}
"""What compose.yaml sets by itself unless it's set."""
NEWER: Final = "stream_close_delay 1m"
"""Caddy has it since 2.7; Debian's is 2.6, the image's 2.10."""
SUITE: Final = "trixie"
"""The Debian whose programs are asked: docker-compose of the one before is version 1, which can't read today's files."""


def check() -> None:
    """Both programs accept their file. AssertionError has their words."""
    image = debian.image(SUITE, COMMANDS)
    with tempfile.TemporaryDirectory(prefix="deploy-", dir=image / "srv") as folder:
        place = Path(folder)
        for name in ("compose.yaml", "Caddyfile", "turnserver.conf", "turn-entrypoint.sh"):
            (place / name).write_text((ROOT / "deploy" / name).read_text())
        example = (ROOT / "deploy/.env.example").read_text()
        assert "SECRET_KEY=\n" in example
        (place / ".env").write_text(
            example.replace("SECRET_KEY=\n", "SECRET_KEY=secret\n").replace("PASSWORD=\n", "PASSWORD=secret\n")
        )
        caddyfile = place / "Caddyfile"
        assert NEWER in caddyfile.read_text()
        caddyfile.write_text(caddyfile.read_text().replace(NEWER, ""))
        inside = f"/srv/{place.name}"
        services = _run(image, f"cd {inside} && docker-compose config --services")
        assert set(services.split()) == SERVICES, services
        _sets_what_is_missing(_run(image, f"cd {inside} && docker-compose config"))
        (place / ".env").write_text((place / ".env").read_text() + "".join(f"{name}={value}\n" for name, value in OWN.items()))
        config = _run(image, f"cd {inside} && docker-compose config")
        assert [value for value in OWN.values() if value not in config] == [], config
        _run(image, f"cd {inside} && CONTACTCENTER_DOMAIN=cc.example caddy adapt --config Caddyfile --adapter caddyfile")


def _sets_what_is_missing(config: str) -> None:
    for value in (
        "postgresql://contactcenter:secret@postgres:5432/contactcenter",
        "turn:turn.example:3478?transport=udp,turn:turn.example:3478?transport=tcp",
        "CONTACTCENTER_PUBLIC_URL: https://cc.example\n",
        "image: contactcenter:latest\n",
    ):
        assert value in config, config


def _run(image: Path, command: str) -> str:
    done = subprocess.run(
        ["chroot", str(image), "/bin/sh", "-euc", command],
        env=debian.ENV,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"`{command}` failed:\n{done.stderr[-3000:]}"
    return done.stdout

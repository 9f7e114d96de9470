"""What ``deploy/install.md`` says fits what is there. ``python -m tests.install`` does it on a fresh Debian."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.install import book
from tests.servers.process import program

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SCRIPTS = [DEPLOY / "install.sh", DEPLOY / "turn-entrypoint.sh", *sorted((DEPLOY / "bin").iterdir())]
UNITS = sorted((DEPLOY / "systemd").iterdir())
STARTED = re.compile(r"contactcenter\.asgi:application\b(.*?timeout-graceful-shutdown\W+\d+)", re.DOTALL)
ITS_OWN = re.compile(r"--(?:host|port)\W+\S+")


def test_the_book_names_commands_in_the_order_they_are_run() -> None:
    certbot, certificate, install, account = book.installation()
    assert "nginx postgresql redis-server coturn certbot" in book.packages()[-1]
    assert certbot.endswith(f"-d {book.DOMAIN} -d {book.TURN_DOMAIN}")
    assert certificate.endswith("fullchain.pem privkey.pem")
    assert install == f"deploy/install.sh {book.DOMAIN} {book.TURN_DOMAIN} {book.ADDRESS}"
    assert account == "contactcenter-manage createsuperuser"
    assert book.upgrade() == "deploy/install.sh"
    assert book.restart() == book.rollback()[1:] == ["contactcenter-restart"]
    assert book.third_process() == ["systemctl enable --now contactcenter-web@3", "contactcenter-proxy"]
    assert book.new_machine()[0].endswith(" /etc/contactcenter/env")
    assert book.restore()[0].startswith("systemctl stop ")
    assert book.restore()[-2:] == [
        "contactcenter-manage restore /var/backups/contactcenter/BACKUP.zip",
        "systemctl start --all contactcenter-backup.timer 'contactcenter-web@*'",
    ]
    assert "before" in "".join(book.restore())
    assert all("before" in command for command in book.forget())
    assert book.language()[-2:] == ["contactcenter-manage collectstatic --noinput", "contactcenter-restart"]


def test_everything_the_book_links_to_is_there() -> None:
    linked = re.findall(r"\]\(([^)#]+)[^)]*\)", book.BOOK.read_text())
    assert len(linked) > 5
    assert [name for name in linked if not (DEPLOY / name).exists()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_scripts_are_readable_for_a_plain_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", str(script)], check=True, timeout=20)
    assert script.stat().st_mode & 0o111
    assert "\nset -eu\n" in script.read_text()


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        here = unit.read_text().replace("/opt/contactcenter/current/.venv/bin", str(Path(sys.executable).parent))
        here = here.replace("/opt/contactcenter/current/deploy", str(DEPLOY))
        (tmp_path / unit.name).write_text(here)
    names = [str(tmp_path / unit.name.replace("@", "@1")) for unit in UNITS]
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def options(file: str) -> list[str]:
    """Return the options of uvicorn in this file, without the address."""
    (found,) = STARTED.findall((DEPLOY / file).read_text())
    return re.findall(r"[\w.:-]+", ITS_OWN.sub("", found))


def test_every_way_of_starting_the_server_has_the_same_options() -> None:
    unit = options("systemd/contactcenter-web@.service")
    assert unit[:2] == ["--ws", "contactcenter.servers.uvicorn:WebSocketProtocol"]
    assert options("Dockerfile") == unit
    assert options("../docs/deployment.md") == unit

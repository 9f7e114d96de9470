"""The product on the machine: installed, looked at, restarted, upgraded and taken back by the commands of the book."""

from __future__ import annotations

import re
import subprocess
import tarfile
from pathlib import Path
from typing import Final

from tests.install import book
from tests.install.debian import ADDRESS, Machine
from tests.servers.process import until

ROOT: Final = Path(__file__).resolve().parents[2]
SHOP: Final = "shop.example"
GIVEN: Final = Path("/mnt/given")
PIP: Final = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(GIVEN / "wheels")}
ACCOUNT: Final = ("root", "root's own password")
SUPERUSER: Final = {
    "DJANGO_SUPERUSER_USERNAME": ACCOUNT[0],
    "DJANGO_SUPERUSER_PASSWORD": ACCOUNT[1],
    "DJANGO_SUPERUSER_EMAIL": "",
}
UNITS: Final = (
    "nginx",
    "postgresql",
    "redis-server",
    "coturn",
    "contactcenter-web@1",
    "contactcenter-web@2",
    "contactcenter-backup.timer",
)
OWN_RELAY_LINES: Final = f"allowed-peer-ip={ADDRESS}"
"""The machine's address is a private one, which the relay refuses to reach otherwise."""
WEBSITE: Final = f"""
server {{
    listen 443 ssl;
    server_name {SHOP};
    ssl_certificate /etc/contactcenter/tls/fullchain.pem;
    ssl_certificate_key /etc/contactcenter/tls/key.pem;
    root /srv/{SHOP};
}}
"""


def give_source(folder: Path, version: str = "") -> None:
    """Write what a release has into the folder: the files git knows, with another version if one is given."""
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
    if version:
        project = folder / "pyproject.toml"
        lines = [f'version = "{version}"' if line.startswith("version = ") else line for line in project.read_text().splitlines()]
        project.write_text("\n".join(lines) + "\n")


class Installation:
    """The commands; each fails with the machine's words."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def install(self) -> None:
        """Do what the book says, with a certificate of our own in place of certbot's."""
        _certbot, certificate, install, account = book.installation()
        self._machine.run(f"echo {ADDRESS} {book.DOMAIN} {book.TURN_DOMAIN} {SHOP} >>/etc/hosts")
        self._from(
            "source",
            certificate.replace("fullchain.pem", f"{GIVEN}/fullchain.pem").replace("privkey.pem", f"{GIVEN}/privkey.pem"),
        )
        self._machine.run(f"echo {OWN_RELAY_LINES} >/etc/contactcenter/turnserver.local")
        assert book.ADDRESS in install
        self._from("source", install.replace(book.ADDRESS, ADDRESS))
        self._machine.run(f"{account} --noinput", **SUPERUSER)  # type: ignore[arg-type]

    def _from(self, folder: str, command: str) -> None:
        self._machine.run(f"cd {GIVEN / folder} && {command}", seconds=600, **PIP)

    def runs(self) -> None:
        """Every service is active, every unit of ours correct, and no unit has failed."""
        self._machine.run(f"systemctl is-active {' '.join(UNITS)}")
        complaints = self._machine.run("systemd-analyze verify --man=no /etc/systemd/system/contactcenter-*")
        assert not complaints, f"systemd-analyze verify: {complaints}"
        failed = self._machine.run(f"systemctl list-units --failed --plain --no-legend {' '.join(UNITS)}")
        assert not failed, failed

    def is_reached_by_tls(self) -> None:
        """Both names have the certificate; plain http leads to https; the product believes the proxy."""
        curl = f"curl --silent --show-error --fail --cacert {GIVEN}/ca.pem"
        assert '"status": "ok"' in self._machine.run(f"{curl} https://{book.DOMAIN}/healthz")
        head = self._machine.run(f"{curl} --dump-header - --output /dev/null https://{book.DOMAIN}/console/login/")
        assert "strict-transport-security" in head.lower(), head  # sent on https only, of which the proxy told
        moved = self._machine.run(f"curl --silent --output /dev/null --write-out '%{{redirect_url}}' http://{book.DOMAIN}/admin/")
        assert moved == f"https://{book.DOMAIN}/admin/", moved
        check = f"-CAfile {GIVEN}/ca.pem -verify_return_error -verify_hostname {book.TURN_DOMAIN}"
        self._machine.run(f"openssl s_client -connect {book.TURN_DOMAIN}:5349 {check} </dev/null")

    def is_healthy(self) -> None:
        """The doctor has nothing to mend. It trusts the certificate's authority as the whole machine does."""
        self._machine.run(f"cp {GIVEN}/ca.pem /usr/local/share/ca-certificates/tests.crt && update-ca-certificates")
        self._machine.run("contactcenter-manage doctor")

    def back_up(self) -> None:
        """The timer's service makes a backup that can be read, for the product's user only."""
        self._machine.run("systemctl start contactcenter-backup")
        made = self._machine.run("stat --format '%U %a %n' /var/backups/contactcenter/*")
        assert re.fullmatch(r"contactcenter 600 /var/backups/contactcenter/\d{8}T\d{6}Z\.zip\n", made), made

    def only_relays_over_tls(self) -> None:
        """Change the environment as for people whose networks let nothing else through, and restart by the book."""
        turns = f"turns:{book.TURN_DOMAIN}:5349?transport=tcp"
        self._machine.run(f"sed -i 's|^CONTACTCENTER_TURN_URLS=.*|CONTACTCENTER_TURN_URLS={turns}|' /etc/contactcenter/env")
        self._machine.run("echo CONTACTCENTER_RELAY_ONLY=1 >>/etc/contactcenter/env")
        self.restart()

    def restart(self) -> None:
        for command in book.restart():
            self._machine.run(command)

    def kill(self, number: int) -> str:
        """End one process as a crash does; return its id."""
        process = self._main(number)
        self._machine.run(f"kill -9 {process}")
        return process

    def is_back(self, number: int, process: str) -> None:
        """Wait until systemd has started another in place of this one."""
        state = f"systemctl show --property=ActiveState --value contactcenter-web@{number}"
        again = until(
            lambda: self._main(number) != process and self._machine.run(state).strip() == "active", seconds=60, pause=0.5
        )
        assert again, f"process {number} isn't back"

    def _main(self, number: int) -> str:
        return self._machine.run(f"systemctl show --property=MainPID --value contactcenter-web@{number}").strip()

    def release(self) -> str:
        return self._machine.run("readlink /opt/contactcenter/current").strip()

    def upgrade(self) -> None:
        """Install the other release by the book."""
        before = self.release()
        self._from("next", book.upgrade())
        assert self.release() != before

    def go_back(self, release: str) -> None:
        for command in book.rollback():
            self._machine.run(command.replace("/opt/contactcenter/releases/EARLIER", release))
        assert self.release() == release

    def add_website(self, code: str) -> None:
        """Serve a website of one page with this code on it, from another origin."""
        page = f"<!doctype html><title>Shop</title><link rel=icon href=data:,><h1>Shop</h1>{code}"
        self._machine.run(f'mkdir -p /srv/{SHOP}; printf %s "$PAGE" >/srv/{SHOP}/index.html', PAGE=page)
        self._machine.run('printf %s "$SITE" >/etc/nginx/conf.d/shop.conf; nginx -q -t; systemctl reload nginx', SITE=WEBSITE)

    def logged_no_error(self) -> None:
        """Nothing was logged as an error by the product, and no address that grants access by nginx."""
        journal = self._machine.run("journalctl --boot --no-pager --unit 'contactcenter*'")
        assert "Traceback" not in journal, journal[-8000:]
        requests = self._machine.run("cat /var/log/nginx/contactcenter.log")
        assert " /ws/client/ 101 " in requests, requests[-2000:]
        assert "/share/file/... 200" in requests, requests[-2000:]

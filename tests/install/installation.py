"""The product on the machine: installed, looked at, restarted, upgraded and taken back by the commands of the book."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.install import book
from tests.install.debian import ADDRESS, Machine
from tests.servers.process import until

SHOP: Final = "shop.example"
GIVEN: Final = Path("/mnt/given")
PIP: Final = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(GIVEN / "wheels")}
ACCOUNT: Final = ("root", "root's own password")
CURRENT: Final = "/opt/contactcenter/current"
SUPERUSER: Final = {
    "DJANGO_SUPERUSER_USERNAME": ACCOUNT[0],
    "DJANGO_SUPERUSER_PASSWORD": ACCOUNT[1],
    "DJANGO_SUPERUSER_EMAIL": "",
}
UNITS: Final = ("nginx", "postgresql", "redis-server", "coturn", "contactcenter-backup.timer")
ENV: Final = "/etc/contactcenter/env"
NOWHERE: Final = "http://key@127.0.0.1:9/1"
"""Where errors would be sent, if there were any."""
FRENCH: Final = "Se connecter"
CURL: Final = f"curl --silent --show-error --fail --cacert {GIVEN}/ca.pem"
NAMED: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')
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


class Installation:
    """The commands; each fails with the machine's words."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.processes = [1, 2]

    def install(self) -> None:
        """Do what the book says, with a certificate of our own in place of certbot's."""
        _certbot, certificate, install, account = book.installation()
        self.prepare()
        self._from("source", with_given_certificate(certificate))
        assert book.ADDRESS in install
        self._from("source", install.replace(book.ADDRESS, ADDRESS))
        self._machine.run(f"{account} --noinput", **SUPERUSER)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """Give the machine the names that DNS would have, and the relay what it needs on this one."""
        self._machine.run(f"echo {ADDRESS} {book.DOMAIN} {book.TURN_DOMAIN} {SHOP} >>/etc/hosts")
        self._machine.run(f"mkdir -p /etc/contactcenter; echo {OWN_RELAY_LINES} >/etc/contactcenter/turnserver.local")

    def _from(self, folder: str, command: str) -> None:
        self._machine.run(f"cd {GIVEN / folder} && {command}", seconds=900, **PIP)

    def units(self) -> str:
        return " ".join([*UNITS, *(f"contactcenter-web@{number}" for number in self.processes)])

    def runs(self) -> None:
        """Every service is active, every unit of ours correct, and no unit has failed."""
        self._machine.run(f"systemctl is-active {self.units()}")
        complaints = self._machine.run("systemd-analyze verify --man=no /etc/systemd/system/contactcenter-*")
        assert not complaints, f"systemd-analyze verify: {complaints}"
        failed = self._machine.run(f"systemctl list-units --failed --plain --no-legend {self.units()}")
        assert not failed, failed

    def is_reached_by_tls(self) -> None:
        """Both names have the certificate; plain http leads to https; the product believes the proxy."""
        assert '"status": "ok"' in self._machine.run(f"{CURL} https://{book.DOMAIN}/healthz")
        head = self._machine.run(f"{CURL} --dump-header - --output /dev/null https://{book.DOMAIN}/console/login/")
        assert "strict-transport-security" in head.lower(), head  # sent on https only, of which the proxy told
        moved = self._machine.run(f"curl --silent --output /dev/null --write-out '%{{redirect_url}}' http://{book.DOMAIN}/admin/")
        assert moved == f"https://{book.DOMAIN}/admin/", moved
        check = f"-CAfile {GIVEN}/ca.pem -verify_return_error -verify_hostname {book.TURN_DOMAIN}"
        self._machine.run(f"openssl s_client -connect {book.TURN_DOMAIN}:5349 {check} </dev/null")

    def is_healthy(self) -> None:
        """The doctor has nothing to mend. It trusts the certificate's authority as the whole machine does."""
        self._machine.run(f"cp {GIVEN}/ca.pem /usr/local/share/ca-certificates/tests.crt && update-ca-certificates")
        self._machine.run("contactcenter-manage doctor")

    def only_relays_over_tls(self) -> None:
        """Change the environment as for people whose networks let nothing else through, and restart by the book."""
        turns = f"turns:{book.TURN_DOMAIN}:5349?transport=tcp"
        self._machine.run(f"sed -i 's|^CONTACTCENTER_TURN_URLS=.*|CONTACTCENTER_TURN_URLS={turns}|' {ENV}")
        self._machine.run(f"echo CONTACTCENTER_RELAY_ONLY=1 >>{ENV}")
        self.restart()

    def add_language(self) -> None:
        """Add French by the book, as far as one text is a translation."""
        for command in book.language():
            self._machine.run(command.replace(" --complete", ""))
            if "makemessages" in command:
                texts = "/var/lib/contactcenter/languages/fr/LC_MESSAGES/django.po"
                self._machine.run(
                    f"""sed -i -z 's/\\nmsgid "Sign in"\\nmsgstr ""/\\nmsgid "Sign in"\\nmsgstr "{FRENCH}"/' {texts}"""
                )
        self.speaks_french()

    def speaks_french(self) -> None:
        """The sign-in page has the text, and the widget has a bundle of that language."""
        assert FRENCH in self._page(1, "--header 'Accept-Language: fr'")
        self._machine.run(f"grep -q contactcenter/bundles/widget-fr/ {CURRENT}/staticfiles.json")

    def send_errors(self) -> None:
        """Name a place for errors, and run the installed release's install.sh again: it adds libraries, and makes no other release."""
        before = self.release()
        self._machine.run(f"echo CONTACTCENTER_SENTRY_DSN={NOWHERE} >>{ENV}")
        self._machine.run(f"{CURRENT}/{book.upgrade()}", seconds=600, **PIP)
        assert self.release() == before
        self._machine.run(f"{CURRENT}/.venv/bin/python -c 'import sentry_sdk'")

    def add_process(self) -> None:
        """Add a third server process by the book; nginx sends people there, too."""
        for command in book.third_process():
            self._machine.run(command)
        self.processes.append(3)
        self._machine.run("nginx -T 2>/dev/null | grep -q 'server 127.0.0.1:8003 '")
        assert '"status": "ready"' in self._machine.run("curl --silent --fail http://127.0.0.1:8003/readyz")

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

    def files(self) -> list[list[str]]:
        """Return the static files that the sign-in page of each process names; all of them can be fetched."""
        named = [sorted(set(NAMED.findall(self._page(number)))) for number in self.processes]
        for address in {address for names in named for address in names}:
            self._machine.run(f"{CURL} --output /dev/null https://{book.DOMAIN}{address}")
        assert all(len(names) > 3 for names in named), named
        return named

    def _page(self, number: int, options: str = "") -> str:
        asked = f"http://127.0.0.1:800{number}/console/login/"
        proxied = f"--header 'Host: {book.DOMAIN}' --header 'X-Forwarded-Proto: https'"
        return self._machine.run(f"curl --silent --show-error --fail {proxied} {options} {asked}")

    def upgrade_in_vain(self) -> None:
        """Install a release that is never ready: install.sh says so, and the release before serves on."""
        before, pids = self.release(), [self._main(number) for number in self.processes]
        words = ""
        try:
            self._from("broken", book.upgrade())
        except AssertionError as error:
            words = str(error)
        assert '"storage": "down"' in words, f"install.sh didn't say what is wrong: {words[-3000:]}"
        assert f"{before} serves" in words, words[-3000:]
        assert self.release() == before
        assert all(self._main(number) not in ("0", pid) for number, pid in zip(self.processes, pids, strict=True))

    def upgrade(self) -> None:
        """Install the other release by the book: every process gets it."""
        before, pids = self.release(), [self._main(number) for number in self.processes]
        self._from("next", book.upgrade())
        assert self.release() != before
        assert all(self._main(number) not in ("0", pid) for number, pid in zip(self.processes, pids, strict=True))

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


def with_given_certificate(command: str) -> str:
    return command.replace("fullchain.pem", f"{GIVEN}/fullchain.pem").replace("privkey.pem", f"{GIVEN}/privkey.pem")

"""The commands that ``deploy/install.sh`` puts on a machine, run on other paths and with stand-ins for the system's programs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.install import book, certificate
from tests.servers.process import program

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
DAY = 86_400


class Host:
    """A machine's folders below another one. Stand-ins note how they were called."""

    def __init__(self, top: Path) -> None:
        self.top, self.calls = top, top / "calls"
        self.calls.touch()
        self.wants = top / "etc/systemd/system/multi-user.target.wants"
        for folder in (self.wants, top / "bin", top / "etc/contactcenter", top / "var/backups", top / "release/.venv/bin"):
            folder.mkdir(parents=True)
        for folder in ("sites-available", "sites-enabled"):
            (top / "etc/nginx" / folder).mkdir(parents=True)
        (top / "release/deploy").symlink_to(DEPLOY)
        self.env("CONTACTCENTER_DOMAIN=cc.example", "CONTACTCENTER_TURN_DOMAIN=turn.example")
        for script in (DEPLOY / "bin").iterdir():
            text = re.sub(r"(?<=[\s=(\"])/(?=etc/|var/)", f"{top}/", script.read_text())
            self.put(script.name, text.replace("/opt/contactcenter/current", f"{top}/release"))
        self.stand_in("id", "echo 0")
        for name in ("systemctl", "nginx", "curl", "runuser"):
            self.stand_in(name)
        (top / "release/.venv/bin/python").symlink_to(top / "bin/python")
        self.stand_in("python")

    def env(self, *lines: str) -> None:
        (self.top / "etc/contactcenter/env").write_text("\n".join(lines) + "\n")

    def put(self, name: str, text: str) -> None:
        path = self.top / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def stand_in(self, name: str, body: str = "") -> None:
        self.put(name, f'#!/bin/sh\necho "{name} $*" >>{self.calls}\n{body}\n')

    def enable(self, *numbers: int) -> None:
        for number in numbers:
            (self.wants / f"contactcenter-web@{number}.service").symlink_to("/nowhere")

    def run(self, command: str, *, result: int = 0) -> str:
        """Run it; return what it says."""
        path = f"{self.top}/bin:/usr/bin:/bin"
        done = subprocess.run(
            ["sh", "-c", command],
            env={"PATH": path},
            cwd=self.top / "release",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=30,
        )
        assert done.returncode == result, done.stdout
        return done.stdout

    def called(self, name: str) -> list[str]:
        return [line.removeprefix(name).strip() for line in self.calls.read_text().splitlines() if line.startswith(f"{name} ")]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_processes_are_those_that_are_enabled(host: Host) -> None:
    assert host.run("contactcenter-processes") == ""
    host.enable(3, 1)
    assert host.run("contactcenter-processes") == "1\n3\n"


def test_every_enabled_process_is_restarted_in_turn(host: Host) -> None:
    host.enable(1, 2, 3)
    assert host.run("contactcenter-restart") == ""
    assert host.called("systemctl") == [f"restart contactcenter-web@{number}" for number in (1, 2, 3)]
    assert all("Host: cc.example" in call for call in host.called("curl"))


def test_a_process_that_cannot_serve_stops_the_restarts_and_is_named(host: Host) -> None:
    host.enable(1, 2, 3)
    host.stand_in("curl", 'case $* in *8002*--fail*|*--fail*8002*) exit 22 ;; *8002*) echo \'{"storage": "down"}\' ;; esac')
    words = host.run("contactcenter-restart", result=1)
    assert "contactcenter-web@2 was restarted and can't serve" in words
    assert '{"storage": "down"}' in words
    assert host.called("systemctl") == ["restart contactcenter-web@1", "restart contactcenter-web@2"]


def test_a_process_that_does_not_even_answer_is_named(host: Host) -> None:
    host.enable(1)
    host.stand_in("systemctl", "exit 1")
    host.stand_in("curl", "exit 7")
    assert "Its /readyz says: nothing" in host.run("contactcenter-restart", result=1)


def site(host: Host) -> str:
    host.run("contactcenter-proxy")
    return (host.top / "etc/nginx/sites-available/contactcenter").read_text()


def test_nginx_knows_every_enabled_process_and_both_names(host: Host) -> None:
    host.enable(1, 2, 3)
    written = site(host)
    assert re.findall(r"server 127\.0\.0\.1:(\d+) max_fails=0;", written) == ["8001", "8002", "8003"]
    assert "server_name cc.example turn.example;" in written
    assert "client_max_body_size 28m;" in written
    assert not re.search(r"@\w+@", written)
    assert host.called("systemctl") == ["reload-or-restart nginx"]


def test_nginx_lets_the_largest_file_through(host: Host) -> None:
    host.enable(1)
    host.env("CONTACTCENTER_DOMAIN=cc.example", "CONTACTCENTER_TURN_DOMAIN=turn.example", "CONTACTCENTER_SHARE_BYTES=104857600")
    assert "client_max_body_size 103m;" in site(host)


def test_without_a_process_there_is_no_site(host: Host) -> None:
    assert "No server process is enabled" in host.run("contactcenter-proxy", result=1)
    assert not host.called("nginx")


def test_nginx_accepts_its_site(host: Host, tmp_path: Path) -> None:
    host.enable(1, 2)
    certificate.make(tmp_path, book.DOMAIN)
    written = site(host).replace("/etc/contactcenter/tls/key.pem", str(tmp_path / "privkey.pem"))
    written = written.replace("/etc/contactcenter/tls", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"pid {tmp_path}/pid;\nerror_log stderr warn;\nevents {{}}\nhttp {{\n{written}\n}}\n")
    command = [program("nginx", Path("/usr/sbin")), "-t", "-q", "-p", str(tmp_path), "-c", str(conf)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr


def backups(host: Host) -> list[str]:
    return sorted(path.name for path in (host.top / "var/backups").iterdir())


def keep_backup(host: Host, name: str, days: float) -> None:
    path = host.top / "var/backups" / name
    path.touch()
    when = path.stat().st_mtime - days * DAY
    os.utime(path, (when, when))


@pytest.fixture(params=["without containers", "compose"])
def nightly(request: pytest.FixtureRequest, host: Host) -> str:
    """The command that makes a backup in var/backups."""
    if request.param == "compose":
        host.stand_in("docker", 'shift 5; exec python "$@"')
        (host.top / "var/compose-backup.sh").write_text((DEPLOY / "compose-backup.sh").read_text())
        return f"sh {host.top}/var/compose-backup.sh"
    return f"contactcenter-backup {host.top}/var/backups"


def back_up(host: Host, nightly: str, *, backup: int = 0, check: int = 0, result: int) -> None:
    """Run it with a product whose commands end like this."""
    written = f'touch "{host.top}/var/backups/${{5##*/}}"' if backup in (0, 2) else "true"
    body = f"case $2 in backup) {written}; exit {backup} ;; restore) exit {check} ;; esac"
    host.stand_in("python", body)
    host.run(nightly, result=result)


NIGHTLY = r"\d{8}T\d{6}Z\.zip"


def test_a_backup_is_read_back_and_old_ones_go(host: Host, nightly: str) -> None:
    keep_backup(host, "old.zip", 15)
    keep_backup(host, "newer.zip", 13)
    (host.top / "var/backups/erasures.jsonl").touch()
    os.utime(host.top / "var/backups/erasures.jsonl", (0, 0))
    back_up(host, nightly, result=0)
    made, *others = backups(host)
    assert re.fullmatch(NIGHTLY, made)
    assert others == ["erasures.jsonl", "newer.zip"]
    assert [call.split()[1] for call in host.called("python")] == ["backup", "restore"]


def test_a_backup_without_a_lost_file_is_read_back_and_told_and_old_ones_go(host: Host, nightly: str) -> None:
    keep_backup(host, "old.zip", 15)
    back_up(host, nightly, backup=2, result=2)
    (made,) = backups(host)
    assert re.fullmatch(NIGHTLY, made)
    assert [call.split()[1] for call in host.called("python")] == ["backup", "restore"]


def test_the_last_backup_stays_when_there_is_no_new_one(host: Host, nightly: str) -> None:
    keep_backup(host, "older.zip", 30)
    keep_backup(host, "old.zip", 15)
    back_up(host, nightly, backup=1, result=1)
    assert backups(host) == ["old.zip"]


def test_what_cannot_be_restored_is_not_taken_for_a_backup(host: Host, nightly: str) -> None:
    keep_backup(host, "old.zip", 15)
    back_up(host, nightly, check=1, result=1)
    made, kept = backups(host)
    assert made.endswith(".zip.unreadable")
    assert kept == "old.zip"


def test_static_files_are_collected_by_root_with_the_environment_and_the_release_s_own_list(host: Host) -> None:
    host.env(
        "CONTACTCENTER_LOCALE_DIR=/srv/languages", "CONTACTCENTER_DATA_DIR=/var/lib/contactcenter", "DATABASE_URL=postgresql:///x"
    )
    shown = "printenv CONTACTCENTER_LOCALE_DIR CONTACTCENTER_STATIC_MANIFEST CONTACTCENTER_DATA_DIR DATABASE_URL"
    host.stand_in("python", f'{shown} || true; test -d "$CONTACTCENTER_DATA_DIR"')
    languages, manifest, folder, *database = host.run("umask 077; contactcenter-manage collectstatic --noinput").splitlines()
    assert (languages, manifest, database) == ("/srv/languages", "staticfiles.json", [""])
    assert folder != "/var/lib/contactcenter"
    assert not Path(folder).exists()
    assert host.called("python") == ["manage.py collectstatic --noinput"]
    assert not host.called("runuser")


def test_static_files_that_cannot_be_collected_are_a_failure(host: Host) -> None:
    host.stand_in("python", "exit 3")
    host.run("contactcenter-manage collectstatic", result=3)


def test_other_commands_are_run_by_the_product_s_user(host: Host) -> None:
    host.run("contactcenter-manage doctor")
    assert host.called("runuser") == ["-u contactcenter -- .venv/bin/python manage.py doctor"]

"""``python -m tests.install [--suite trixie]``: install on a fresh Debian as ``deploy/install.md`` says and use it; prints the times.

Needs root. The first run downloads Debian and the Python packages and keeps them in the temporary folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from playwright.sync_api import expect

from tests.browser.pages import Pages
from tests.install import book, certificate, containers, debian, people, wheels
from tests.install.installation import SHOP, Installation, give_source

Made = TypeVar("Made")
LATER = "99.0.0"


def step(name: str, work: Callable[..., Made], *given: Any) -> Made:
    """Do one step and print how long it took."""
    began = monotonic()
    print(f"{name:58}", end="", flush=True)
    made = work(*given)
    print(f"{monotonic() - began:6.1f} s", flush=True)
    return made


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.install", description=__doc__)
    parser.add_argument("--suite", default="trixie", help="which Debian (default: %(default)s)")
    asked = parser.parse_args(arguments)
    if os.geteuid() != 0:
        parser.error("it needs root: for mounts, namespaces and a machine's own systemd")
    if lacking := debian.missing():
        parser.error(f"these programs are missing: {', '.join(lacking)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # clean up, whatever ends it
    began = monotonic()
    expect.set_options(timeout=15_000)
    base = step(f"Debian {asked.suite} and the book's packages", debian.image, asked.suite, book.packages())
    step("docker-compose and Caddy accept their files", containers.check)
    packages = step("Python packages", wheels.download, _python(base))
    with tempfile.TemporaryDirectory(prefix="contactcenter-given-") as folder:
        given = Path(folder)
        shutil.copytree(packages, given / "wheels", copy_function=os.link)
        key_hash = certificate.make(given, book.DOMAIN, book.TURN_DOMAIN, SHOP)
        give_source(given / "source")
        give_source(given / "next", LATER)
        with debian.Machine(base, given) as machine:
            try:
                walk(machine, Installation(machine), key_hash)
            except BaseException:
                print(f"\n\nthe machine's log:\n{machine.journal()[-8000:]}")
                raise
    print(f"1 passed, 0 failed: everything the book says, in {monotonic() - began:.0f} s")
    return 0


def walk(machine: debian.Machine, installation: Installation, key_hash: str) -> None:
    """Install, use, break, upgrade, go back."""
    step("installed by the book", installation.install)
    step("every service runs", installation.runs)
    step("reached by TLS only", installation.is_reached_by_tls)
    step("the doctor finds nothing to mend", installation.is_healthy)
    step("environment changed, processes restarted", installation.only_relays_over_tls)
    with people.browser(machine, key_hash) as browser:
        pages = Pages(browser)
        password = step("set up by the admin's pages", people.set_up, pages, installation)
        talk = step("signed in, entered by the widget, accepted, chatted", people.meet, pages, password)
        step("called through the relay over TLS", people.call, talk)
        step("sent files", people.send_files, talk)
        for number in (1, 2):
            killed = installation.kill(number)
            step(f"process {number} killed: the call goes on", people.goes_on, talk)
            step(f"process {number} is back", installation.is_back, number, killed)
        first = installation.release()
        step("upgraded to another release", installation.upgrade)
        step("the call goes on", people.goes_on, talk)
        step("gone back to the first", installation.go_back, first)
        step("the call goes on", people.goes_on, talk)
        complaints = [line for line in pages.complaints if not _lost_socket(line)]
        assert not complaints, "\n".join(complaints)
        pages.close()
    step("every service runs", installation.runs)
    step("backed up, and read back", installation.back_up)
    step("no error logged", installation.logged_no_error)


def _lost_socket(complaint: str) -> bool:
    """Return whether a page only complains that a server was ended, which it was."""
    return "WebSocket connection to" in complaint


def _python(base: Path) -> str:
    (version,) = (path.name.removeprefix("python") for path in base.glob("usr/bin/python3.[0-9]*") if "-" not in path.name)
    return version


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

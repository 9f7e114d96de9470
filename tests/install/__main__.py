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
from tests.install import book, certificate, containers, debian, people, releases, restoring, wheels
from tests.install.installation import SHOP, Installation

Made = TypeVar("Made")


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
        releases.give(given / "source")
        releases.give_next(given / "next")
        releases.give_broken(given / "broken")
        with debian.Machine(base, given) as machine:
            kept = watched(machine, walk, machine, Installation(machine), key_hash, given)
        with debian.Machine(base, given) as machine:
            watched(machine, move, machine, Installation(machine), key_hash, *kept)
    print(f"1 passed, 0 failed: everything the book says, in {monotonic() - began:.0f} s")
    return 0


def watched(machine: debian.Machine, work: Callable[..., Made], *given: Any) -> Made:
    """Do it, and print the machine's log if it fails."""
    try:
        return work(*given)
    except BaseException:
        print(f"\n\nthe machine's log:\n{machine.journal()[-8000:]}")
        raise


def walk(machine: debian.Machine, installation: Installation, key_hash: str, given: Path) -> tuple[str, str, str]:
    """Install, use, break, upgrade, go back, restore. Return the operator's password, the backup's name and what it holds."""
    step("installed by the book", installation.install)
    step("every service runs", installation.runs)
    step("reached by TLS only", installation.is_reached_by_tls)
    step("the doctor finds nothing to mend", installation.is_healthy)
    step("environment changed, processes restarted", installation.only_relays_over_tls)
    step("a language added", installation.add_language)
    step("errors sent elsewhere: the same release, with libraries", installation.send_errors)
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
        step("a third process", installation.add_process)
        first, files = installation.release(), installation.files()
        step("upgraded to a release that isn't ready: it goes back", installation.upgrade_in_vain)
        killed = installation.kill(2)
        step("process 2 killed: it's back", installation.is_back, 2, killed)
        assert installation.files() == files, "a process names files of a release that it doesn't run"
        step("the call goes on", people.goes_on, talk)
        step("upgraded to another release", installation.upgrade)
        later = installation.files()
        assert all(new != old for new, old in zip(later, files, strict=True)), "the other release has the same files"
        step("the language is still there", installation.speaks_french)
        step("the call goes on", people.goes_on, talk)
        step("gone back to the first", installation.go_back, first)
        assert installation.files() == files, "the first release names files of another"
        step("the call goes on", people.goes_on, talk)
        complaints = [line for line in pages.complaints if not _lost_socket(line)]
        assert not complaints, "\n".join(complaints)
        pages.close()
        step("every service runs", installation.runs)
        held = restoring.held(machine)
        backup = step("backed up, and read back", restoring.back_up, machine)
        restoring.keep(machine, given, backup)
        step("restored by the book", restoring.restore, machine, backup)
        assert restoring.held(machine) == held, "the restore brought something else back"
        step("every service runs", installation.runs)
        step("the operator signs in again", people.returns, Pages(browser), password)
    step("no error logged", installation.logged_no_error)
    return password, backup, held


def move(machine: debian.Machine, installation: Installation, key_hash: str, password: str, backup: str, held: str) -> None:
    """Go on with the backup on a new machine."""
    step("a new machine: installed and restored by the book", restoring.install_and_restore, machine, backup)
    assert restoring.held(machine) == held, "the restore brought something else back"
    step("every service runs", installation.runs)
    step("the doctor finds nothing to mend", installation.is_healthy)
    with people.browser(machine, key_hash) as browser:
        step("the operator signs in", people.returns, Pages(browser), password)


def _lost_socket(complaint: str) -> bool:
    """Return whether a page only complains that a server was ended, which it was."""
    return "WebSocket connection to" in complaint


def _python(base: Path) -> str:
    (version,) = (path.name.removeprefix("python") for path in base.glob("usr/bin/python3.[0-9]*") if "-" not in path.name)
    return version


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

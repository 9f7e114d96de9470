"""Backups of the installed product: made, and restored by the book on the same machine and on a new one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from tests.install import book
from tests.install.debian import Machine
from tests.install.installation import GIVEN, PIP, Installation, with_given_certificate

FOLDER: Final = "/var/backups/contactcenter"
OLD: Final = "old"
"""What was kept of the first machine, in the folder that the second is given."""
FILES: Final = "cd /var/lib/contactcenter/files && find . -type f | sort | xargs sha256sum"
ROWS: Final = """
for table in sessions_app_user sessions_app_operator sessions_app_session sessions_app_share videocall_call; do
    runuser -u postgres -- psql contactcenter -Atc "SELECT '$table', count(*) FROM $table"
done
"""


def held(machine: Machine) -> str:
    """Return the checksums of all stored files and the numbers of rows of tables in which nothing happens by itself."""
    found = machine.run(FILES) + machine.run(f"cd /; {ROWS}")
    assert "|0\n" not in found, found
    return found


def back_up(machine: Machine) -> str:
    """The timer's service makes a backup that can be read, for the product's user only; return its name."""
    machine.run("systemctl start contactcenter-backup")
    made = machine.run(f"stat --format '%U %a %n' {FOLDER}/*")
    found = re.fullmatch(rf"contactcenter 600 {FOLDER}/(\d{{8}}T\d{{6}}Z\.zip)\n", made)
    assert found, made
    return found[1]


def keep(machine: Machine, given: Path, backup: str) -> None:
    """Copy from the machine what the book says to keep elsewhere."""
    old = given / OLD
    old.mkdir()
    root = Path(f"/proc/{machine.pid}/root")
    for path in (f"{FOLDER}/{backup}", "/etc/contactcenter/env"):
        shutil.copy(root / path.lstrip("/"), old)


def restore(machine: Machine, backup: str) -> None:
    """Restore it where the product runs, by the book, and delete what was there before."""
    for command in [*book.restore(), *book.forget()]:
        machine.run(command.replace("BACKUP.zip", backup))


def install_and_restore(machine: Machine, backup: str) -> None:
    """Install on a new machine with the old environment, by the book, and restore there."""
    Installation(machine).prepare()
    place = f"cd {GIVEN}/source"
    for command in book.new_machine():
        given = with_given_certificate(command).replace("/root/old", f"{GIVEN}/{OLD}").replace("BACKUP.zip", backup)
        given = given.replace(f"{GIVEN}/{OLD}/erasures.jsonl ", "")  # nobody was erased
        machine.run(f"{place} && {given}", seconds=900, **PIP)
    for command in book.restore():
        if not command.startswith("mv "):  # as the book says
            machine.run(command.replace("BACKUP.zip", backup))

"""Files in the data folder are private to their owner from the first moment."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from contactcenter.private_files import kept_secret, private_folder, touch_private


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_processes_starting_together_agree_on_one_complete_secret(tmp_path: Path) -> None:
    file, found = tmp_path / "secret", []
    start = threading.Barrier(12)

    def process() -> None:
        start.wait()
        found.append(kept_secret(file))

    threads = [threading.Thread(target=process) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1
    assert len(found[0]) >= 80
    assert rights(file) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_the_secret_survives_a_restart(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "secret") == kept_secret(tmp_path / "secret")


def test_the_database_file_is_private_and_never_truncated(tmp_path: Path) -> None:
    file = tmp_path / "database"
    umask = os.umask(0)
    try:
        touch_private(file)
    finally:
        os.umask(umask)
    assert rights(file) == 0o600
    file.write_text("rows")
    touch_private(file)
    assert file.read_text() == "rows"


def test_a_folder_left_readable_by_an_earlier_version_is_made_private(tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir(mode=0o755)
    private_folder(folder)
    assert rights(folder) == 0o700

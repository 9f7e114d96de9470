"""The archive: a zip file that appears under its name only when it's complete, and is read only if it's intact.

Entries are written and read as streams. Knows nothing of rows and storages.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import msgspec

from operation.backup.manifest import FORMAT, PRODUCT, Manifest

MANIFEST: Final = "manifest.json"
CHUNK: Final = 256 * 1024


class BackupError(Exception):
    """A backup or restore that can't be done; the message says why and what to do."""


class Sink:
    """An entry being written: counts and hashes what passes."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Writer:
    """``with Writer(path) as archive``: the file is at ``path`` afterwards, or nothing is left of it.

    It's written under another name in the same folder and never replaces an existing file, not even one that appears meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")

    def __enter__(self) -> Writer:
        if self.path.exists():
            raise BackupError(f"{self.path} exists already. Choose another name: a backup never replaces a file.")
        handle = os.open(self.part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._file, "w")
        return self

    @contextmanager
    def entry(self, name: str, *, compressed: bool) -> Iterator[Sink]:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as out:
            yield Sink(out)

    def add(self, name: str, content: bytes) -> str:
        """Add a small entry; return its checksum."""
        with self.entry(name, compressed=True) as out:
            out.write(content)
        return out.sha256

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._zip.close()
                self._file.flush()
                os.fsync(self._file.fileno())
                self._publish()
        finally:
            with suppress(OSError, ValueError):
                self._zip.close()
            with suppress(OSError):
                self._file.close()
            self.part.unlink(missing_ok=True)

    def _publish(self) -> None:
        try:
            os.link(self.part, self.path)
        except FileExistsError:
            raise BackupError(f"{self.path} has appeared meanwhile; this backup was thrown away.") from None
        except OSError:  # a file system without hard links
            if self.path.exists():
                raise BackupError(f"{self.path} has appeared meanwhile; this backup was thrown away.") from None
            os.rename(self.part, self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Reader:
    """``with Reader(path) as archive``. Raises BackupError for what isn't a complete archive that this version can read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Reader:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except FileNotFoundError:
            raise BackupError(f"There is no file {self.path}.") from None
        except OSError as error:
            raise BackupError(f"{self.path} can't be read: {error.strerror}.") from None
        except zipfile.BadZipFile:
            raise BackupError(
                f"{self.path} is not a backup, or its end is missing. Take another copy or another backup."
            ) from None
        try:
            self.manifest = self._manifest()
        except BaseException:
            self._zip.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def _manifest(self) -> Manifest:
        foreign = f"{self.path} is not a backup of this product."
        if MANIFEST not in self._zip.namelist():
            raise BackupError(foreign)
        raw = b"".join(self.chunks(MANIFEST))
        try:
            head = msgspec.json.decode(raw)
        except msgspec.DecodeError:
            raise BackupError(foreign) from None
        if not isinstance(head, dict) or head.get("product") != PRODUCT:
            raise BackupError(foreign)
        if head.get("format", 0) > FORMAT:
            version = head.get("version")
            raise BackupError(
                f"This backup was made by version {version}, which is newer. Restore it with that version or a later one."
            )
        try:
            return msgspec.json.decode(raw, type=Manifest)
        except msgspec.ValidationError as error:
            raise BackupError(f"The table of contents of {self.path} can't be read: {error}.") from None

    def names(self) -> set[str]:
        return set(self._zip.namelist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Return an entry piece by piece. Raises BackupError if it's damaged or missing."""
        try:
            with self._zip.open(name) as entry:
                while chunk := entry.read(CHUNK):
                    yield chunk
        except KeyError:
            raise BackupError(f"{self.path} is damaged: {name} is missing. Nothing was restored from it.") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise BackupError(f"{self.path} is damaged in {name}: {error}") from None

    def lines(self, name: str) -> Iterator[bytes]:
        """Return the lines of an entry."""
        rest = b""
        for chunk in self.chunks(name):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
        if rest:
            yield rest

    def checksum(self, name: str) -> tuple[str, int, int]:
        """Return the SHA-256 of an entry, its size and the number of its lines."""
        found, size, lines = hashlib.sha256(), 0, 0
        for chunk in self.chunks(name):
            found.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
        return found.hexdigest(), size, lines

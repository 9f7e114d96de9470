"""Backup and restore (O2): one archive with the rows, the files and the secret they need, for both databases and both storages.

The format and why it's our own: docs/decisions/backup.md.
"""

from operation.backup.archive import BackupError
from operation.backup.creation import create
from operation.backup.restoration import restore, verify

__all__ = ["BackupError", "create", "restore", "verify"]

"""The storage of django-storages for S3, with one connection for all threads of the process.

Theirs makes one for each thread, which takes a tenth of a second of processor time. boto3's clients may be used by several threads, and a
bucket only makes objects from its own name.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from storages.backends.s3 import S3Storage

_making: Final = Lock()


class SharedS3Storage(S3Storage):  # type: ignore[misc]
    """``connection`` is made by whoever needs it first."""

    _shared: Any = None

    @property
    def connection(self) -> Any:
        if self._shared is None:
            with _making:
                if self._shared is None:
                    self._shared = super().connection
        return self._shared

"""The refusal of a file by a sandbox job. The words for people are on the client's side."""

from __future__ import annotations


class RefusedError(Exception):
    """The file is refused; ``code`` is the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

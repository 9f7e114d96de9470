"""Why a job of the sandbox refuses a file. The words for people are on our side of the sandbox."""

from __future__ import annotations


class RefusedError(Exception):
    """The file is refused; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

"""Where the log goes, and its filters and formatters: entries that don't belong there, and secrets that must not be readable there."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, Final, TextIO

from django.core.exceptions import BadRequest, PermissionDenied, RequestAborted, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

SECRET_PATHS: Final = re.compile(r"(/i/)[^/\s?\"']+|(/share/file/)[^\n]+")
"""Addresses that grant access by themselves: invitation tokens, and signed file addresses with the file's name, spaces and all."""
TOKENS: Final = re.compile(r"\bcc_[A-Za-z0-9_-]{8,}")
"""Tokens of the API, wherever somebody has put one."""
VALUES_OF_ROWS: Final = re.compile(r"(DETAIL: |CONTEXT: )[^\n]+")
"""Where PostgreSQL quotes the row it refuses: what people wrote."""
FIELDS: Final = frozenset(
    {
        "time",
        "level",
        "logger",
        "message",
        "exc_info",
        "stack_info",
        "status_code",
        "session",
        "call",
        "operator",
        "command",
        "role",
    }
)
"""All that a JSON line may have. Django adds the request, whose address may have what was searched for."""


def shortened(line: str) -> str:
    """Return the line without the secret part of addresses, and without values of rows."""
    line = SECRET_PATHS.sub(lambda found: f"{found[1] or found[2]}…", line)
    line = TOKENS.sub("cc_…", line)
    return VALUES_OF_ROWS.sub(lambda found: f"{found[1]}…", line)


REFUSALS: Final = (BadRequest, MultiPartParserError, PermissionDenied, SuspiciousOperation)
"""Exceptions Django answers with 400 or 403. Strangers can cause any number, so each is one line in the log."""


class Console(logging.StreamHandler[TextIO]):
    """Write to standard output in a server, and to standard error in a command, whose output may be read by a program."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stdout if "contactcenter.asgi" in sys.modules else sys.stderr


class NotEachSocket(logging.Filter):
    """Drop the lines about each opened, refused or closed socket: they name the network address of whoever opened it, or nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        of_sockets = record.name == "uvicorn.error" and "websockets" in record.pathname  # uvicorn's folder, and the library
        return not (of_sockets and record.levelno <= logging.INFO)


class NotAborted(logging.Filter):
    """A browser that leaves before its answer isn't our error; Django 5.2 then leaves a task's exception to asyncio's complaints."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], RequestAborted))


class RefusalsInOneLine(logging.Filter):
    """Drop the traceback of a request that was refused on purpose: it would look like an error in the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], REFUSALS):
            record.exc_info = record.exc_text = None
        return True


class Formatter(logging.Formatter):
    """Shorten what may hold a token, a file's name or a row, in the line and its traceback, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        return shortened(super().format(record))


class JsonFormatter(BaseJsonFormatter):
    """One JSON object a line, shortened likewise. Ids are fields of their own (``FIELDS``)."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s", rename_fields={"levelname": "level", "name": "logger"}, timestamp="time"
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in log_data.items() if name in FIELDS}
        return {name: shortened(value) if isinstance(value, str) else value for name, value in kept.items()}

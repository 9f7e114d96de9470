"""What does not belong into the log."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestAborted


class NotAborted(logging.Filter):
    """A browser that leaves before its answer is no fault of ours; Django 5.2 then leaves a task's exception to asyncio's complaints."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], RequestAborted))

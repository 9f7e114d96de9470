"""A browser that leaves early is not worth a traceback; everything else is."""

from __future__ import annotations

import logging
import sys

import pytest
from django.core.exceptions import RequestAborted

from contactcenter.logs import NotAborted


@pytest.mark.parametrize(("error", "kept"), [(RequestAborted(), False), (ValueError(), True)])
def test_only_requests_the_browser_gave_up_are_left_out(error: Exception, kept: bool) -> None:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("asyncio", logging.ERROR, __file__, 1, "never retrieved", (), sys.exc_info())
    assert NotAborted().filter(record) is kept


def test_a_line_without_an_exception_stays() -> None:
    assert NotAborted().filter(logging.LogRecord("x", logging.INFO, __file__, 1, "hello", (), None))

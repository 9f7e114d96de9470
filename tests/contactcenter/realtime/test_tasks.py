"""Background tasks: a failure is logged, with its traceback unless only the database was away."""

from __future__ import annotations

import asyncio

import pytest
from django.db import OperationalError

from contactcenter.realtime.tasks import spawn


async def failing(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(("error", "traceback"), [(OperationalError("away\nDETAIL: x"), False), (KeyError("x"), True)])
async def test_a_failure_is_logged(caplog: pytest.LogCaptureFixture, error: Exception, traceback: bool) -> None:
    spawn(failing(error))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    (record,) = [record for record in caplog.records if record.name == "contactcenter.realtime.tasks"]
    assert bool(record.exc_info) is traceback
    assert "DETAIL" not in record.getMessage()

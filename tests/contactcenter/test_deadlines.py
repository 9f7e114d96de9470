"""The sweeps of a process: they go on whatever happens."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from contactcenter import deadlines
from contactcenter.realtime import shared_clock


async def test_sweeps_go_on_after_what_nobody_foresaw(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    swept, loop = asyncio.Event(), asyncio.get_running_loop()

    def sweep(_now: datetime) -> None:
        loop.call_soon_threadsafe(swept.set)

    async def ask() -> None:
        raise ValueError("a clock that nobody foresaw")

    monkeypatch.setattr(deadlines, "SWEEPS", [sweep])
    monkeypatch.setattr(shared_clock, "ask", ask)
    task = asyncio.create_task(deadlines.run())
    try:
        await asyncio.wait_for(swept.wait(), 20)
    finally:
        task.cancel()
    assert "a round of sweeps failed" in caplog.text

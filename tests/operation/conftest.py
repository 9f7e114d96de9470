"""Fixtures of the tests of operation."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.contactcenter.live import Tab


@pytest_asyncio.fixture(autouse=True)
async def tabs_close() -> AsyncIterator[None]:
    """Close the tabs a test has opened."""
    yield
    await Tab.close_all()

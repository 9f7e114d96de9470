"""Fixtures of the tests of operation."""

from tests.contactcenter.live import tabs_close  # noqa: F401

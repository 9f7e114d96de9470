"""Fixtures of the tests of upgrades."""

from tests.contactcenter.live import tabs_close  # noqa: F401

"""The place of the session tests, for the tests of the machinery that stores and tells."""

from __future__ import annotations

import pytest

from tests.sessions_app.conftest import Place


@pytest.fixture
def place(db: None) -> Place:
    return Place()


@pytest.fixture
def open_place(transactional_db: None) -> Place:
    """For several threads: they see each other's commits."""
    return Place()

"""Run services as consumers and views do, committed before the next line of the test."""

from __future__ import annotations

from typing import Any

import pytest

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import LogEntry


def run(service: Any, by: Actor | None = None, **kwargs: Any) -> Any:
    """Return the result of the service. Raises the Fault it refuses with. Services of deadlines take no ``by``."""
    session = kwargs.get("session")
    return perform(service, key=session if isinstance(session, str) else "", **({} if by is None else {"by": by}), **kwargs)


def refused(service: Any, by: Actor, **kwargs: Any) -> Fault:
    """Return the fault the service refuses with. Checks that it has words and that nothing was logged."""
    before = LogEntry.objects.count()
    with pytest.raises(Fault) as caught:
        run(service, by, **kwargs)
    assert LogEntry.objects.count() == before
    assert caught.value.text
    return caught.value

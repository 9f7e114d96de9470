"""Run a service together with its line in the audit: in one transaction, so that neither is there without the other."""

from __future__ import annotations

from typing import Any

from contactcenter.realtime.group_commit import Service
from sessions_app.signals import audited


def with_line(*, act: Service, line: dict[str, Any], **fields: Any) -> Any:
    """Return the service's result. ``line`` is what the signal ``audited`` is sent with."""
    result = act(**fields)
    audited.send(with_line, **line)
    return result

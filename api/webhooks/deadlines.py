"""What is due for webhooks: CallBacks whose time has come, and deliveries. Runs every second in any process."""

from __future__ import annotations

from datetime import datetime

from api.webhooks.callbacks import callbacks_due
from api.webhooks.sender import send_due


def sweep(now: datetime) -> None:
    callbacks_due(now)
    send_due(now)

"""What an operator asks about their own day (A11)."""

from __future__ import annotations

from typing import Final

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.socket import Socket
from contactcenter.realtime.token_bucket import Rate
from supervision.protocol_day import DayAsk
from supervision.selectors.own_day import own_day

DAYS: Final[Rate] = (20, 20)


class OwnDayHandlers(Socket):
    """The handler of an operator's own day."""

    async def on_day_ask(self, command: DayAsk) -> None:
        self.spend("days", DAYS)
        self.send_event(await read(own_day, self.actor))

"""What an operator does to get help from a supervisor (A4). Thin: rights and rules are in selectors and services."""

from __future__ import annotations

from typing import Final

from contactcenter.realtime.socket import Socket
from contactcenter.realtime.token_bucket import Rate
from sessions_app.consumers.handlers import passed_to
from supervision.services import help as help_services

HELP: Final[Rate] = (6, 60)


class HelpHandlers(Socket):
    """Handlers of an operator's calls for help."""

    on_help_ask = passed_to(help_services.help_ask, spend=("help", HELP))
    on_help_withdraw = passed_to(help_services.help_withdraw, spend=("help", HELP))

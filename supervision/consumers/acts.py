"""What a supervisor does from the live board (A4): hand each command to a service. Thin: rights and rules are in selectors and services."""

from __future__ import annotations

from typing import Final

from contactcenter.realtime.socket import Socket
from contactcenter.realtime.token_bucket import Rate
from sessions_app.consumers.handlers import passed_to
from supervision.services import acts
from supervision.services import help as help_services

ACTS: Final[Rate] = (60, 60)


class ActHandlers(Socket):
    """Handlers of supervisors' acts."""

    on_act_redirect = passed_to(acts.act_redirect, spend=("acts", ACTS))
    on_act_end = passed_to(acts.act_end, spend=("acts", ACTS))
    on_act_wrapup = passed_to(acts.act_wrapup, spend=("acts", ACTS))
    on_act_state = passed_to(acts.act_state, spend=("acts", ACTS))
    on_act_signout = passed_to(acts.act_signout, spend=("acts", ACTS))
    on_help_answer = passed_to(help_services.help_answer, spend=("acts", ACTS))

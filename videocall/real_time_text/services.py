"""The agreement on real-time text: written to the call's row, each step with its entry in the log."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from videocall import legs, moves
from videocall.models import Call
from videocall.real_time_text import rules
from videocall.services import change, word


def text_set(*, by: Actor, call: str, leg: str, on: bool) -> Call:
    """Turn real-time text on or off for the side of ``leg``, or ask the other side for it.

    Raises ``call.state`` while the call isn't running, and what other commands of a leg raise.
    """
    row = legs.carried(by, call, leg)
    if row.state not in moves.RUNNING:
        raise Fault("call.state", _("This can’t be done now: the call is %(state)s.") % {"state": word(row.state)})
    answers, step = rules.answered(row.text_answers, by.role, on)
    if not step:
        return row
    return change(row, step, by, **{f"{side}_text": answer for side, answer in answers.items()})

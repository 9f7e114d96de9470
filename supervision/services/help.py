"""Operators' calls for help (A4): ask, withdraw, answer. Every step is an entry of the session's log for operators only."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.languages.house import in_house_language
from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log, selectors
from sessions_app.actor import Actor
from sessions_app.models import Session
from sessions_app.rules.text import visible
from supervision.models import AuditEntry, HelpRequest
from supervision.protocol_acts import HELP_LENGTH, HelpChanged
from supervision.selectors.help_requests import help_view, open_request
from supervision.services import audit
from supervision.services.acts import permitted

Outcome = HelpRequest.Outcome


def help_ask(*, by: Actor, session: str, reason: str) -> None:
    """Ask the supervisors for help in an active session. Raises ``help.open`` in words if it was asked for already."""
    row = selectors.session_of(by, session, lock=True)
    if by.role != "operator" or row.operator_id != by.pk:
        raise selectors.not_found("session")
    selectors.require_state(row, Session.State.ACTIVE)
    if open_request(row) is not None:
        raise Fault("help.open", _("You’ve already asked for help here."))
    text = _clean(reason, _("Say what you need help with."))
    request = HelpRequest.objects.create(session=row, operator_id=by.pk, reason=text, asked_at=timezone.now())
    log.append(row, HelpChanged, by=by, operators_only=True, state="open", text=text, help=help_view(request))
    _tell(row)


def help_withdraw(*, by: Actor, session: str) -> None:
    """Withdraw the open call for help. Without one nothing changes: it may have just been answered."""
    row = selectors.session_of(by, session, lock=True)
    if by.role != "operator":
        raise selectors.not_found("session")
    request = open_request(row)
    if request is not None:
        _end(request, row, by, Outcome.WITHDRAWN)


def help_answer(*, by: Actor, session: str, request: int, text: str) -> None:
    """Answer a call for help. Raises ``help.late`` if it's over, in words that say how."""
    user = permitted(by, "sessions_app.steer_session")
    row = selectors.session_of(by, session, lock=True)
    found = HelpRequest.objects.filter(pk=request, session=row).select_related("operator").first()
    if found is None:
        raise selectors.not_found("help")
    if found.outcome:
        raise Fault("help.late", _outcome(found))
    answer = _clean(text, _("Write an answer first."))
    _end(found, row, by, Outcome.ANSWERED, answer)
    with in_house_language():
        who = _("Operator: %(name)s") % {"name": found.operator}
    audit.record(user, AuditEntry.Verb.ANSWER_HELP, row, f"{who}\n{answer}")


def help_over(*, session: Session, by: Actor, **_rest: Any) -> None:
    """Close the open call for help of a session that ends or leaves its operator."""
    request = open_request(session)
    if request is not None:
        _end(request, session, by, Outcome.OVER)


def _end(request: HelpRequest, row: Session, by: Actor, outcome: str, answer: str = "") -> None:
    request.outcome, request.answer, request.ended_at = outcome, answer, timezone.now()
    request.author = by.name if outcome == Outcome.ANSWERED else ""
    request.save(update_fields=["outcome", "answer", "author", "ended_at"])
    log.append(row, HelpChanged, by=by, operators_only=True, state=outcome, text=answer, help=None)
    _tell(row)


def _tell(row: Session) -> None:
    """Tell the boards, which listen to the operators they show."""
    if row.operator_id is not None:
        unit().notify(channel_names.operator(row.operator_id), Refresh())


def _clean(text: str, empty: str) -> str:
    """Return the text without outer space. Raises ``help.text`` in words if it's empty or too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not visible(text):
        raise Fault("help.text", empty)
    if len(text) > HELP_LENGTH:
        raise Fault("help.text", _("This can have up to %(count)s characters.") % {"count": HELP_LENGTH})
    return text


def _outcome(request: HelpRequest) -> str:
    words = {
        Outcome.ANSWERED: _("%(who)s has already answered."),
        Outcome.WITHDRAWN: _("%(operator)s has withdrawn this: help is no longer needed."),
        Outcome.OVER: _("The session is over."),
    }[Outcome(request.outcome)]
    return words % {"who": request.author, "operator": request.operator.name}

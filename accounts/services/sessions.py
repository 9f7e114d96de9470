"""End single http sessions of one's own account; each process closes their sockets within seconds (``heartbeats.close_signed_out``)."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session as HttpSession
from django.utils.translation import gettext as _

from contactcenter.languages.house import in_house_language
from sessions_app.models import User
from sessions_app.signals import audited


def sessions_end(*, by: User, keys: list[str], request: Any) -> None:
    """Delete these http sessions, which are the account's own."""
    ended = HttpSession.objects.filter(session_key__in=keys).delete()[0]
    if ended:
        with in_house_language():
            detail = _("other browsers: %(count)d") % {"count": ended}
        audited.send(sessions_end, user=by, verb="sign_out", target=by, detail=detail, request=request)

"""Who is a supervisor, with the right checked each time. Reads only; what they supervise is in ``sessions_app.selectors.supervised``."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import hooks
from sessions_app.actor import Actor, supervisor
from sessions_app.auth import valid_sessions
from sessions_app.models import User

VIEW_BOARD: Final = "supervision.view_board"


def supervisor_of(by: Actor) -> User:
    """Return the account of this actor as it is now. Raises ``supervisor.unknown`` if it's no supervisor's any more."""
    user = User.objects.filter(pk=by.pk).first() if by.role == "supervisor" else None
    return _checked(user)


def board_viewer(user: object) -> User:
    """Return this account if it may see the live board. Raises ``supervisor.unknown`` or ``board.forbidden``."""
    viewer = _checked(user)
    if not viewer.has_perm(VIEW_BOARD):
        raise Fault("board.forbidden", _("Your account has no right to see the live board. Ask for it."), close=4403)
    return viewer


def require_session(by: Actor, key: str) -> None:
    """Raise ``supervisor.unknown`` unless this http session is still the supervisor's."""
    if not valid_sessions.expiry_of(supervisor_of(by), key)[0]:
        raise Fault("supervisor.unknown", _("You’re signed out. Reload to sign in again."), close=4401)


def actor_of(user: User) -> Actor:
    """Return the account as an actor; the name is what operators read."""
    return supervisor(user)


def _checked(user: object) -> User:
    if not isinstance(user, User) or not user.is_active:
        raise Fault("supervisor.unknown", _("You’re signed out. Reload to sign in again."), close=4401)
    if hooks.lacks_second_factor(user):
        raise Fault("supervisor.unknown", _("Set up your second factor first: reload the page."), close=4401)
    if not user.is_staff:
        raise Fault("board.forbidden", _("This page is for supervisors."), close=4403)
    return user

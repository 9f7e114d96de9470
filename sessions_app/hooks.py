"""Questions about sessions that another app answers. Each is set once, in that app's ``AppConfig.ready``, and nowhere else.

Until then a session has no files, board and calls, and nobody is busy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import InlineModelAdmin
from msgspec import Struct

from sessions_app.models import Operator, Session


def _no_views(_session: Session) -> Sequence[Struct]:
    return ()


def _no_board(_session: Session) -> Struct | None:
    return None


def _no_help(_session: Session) -> Struct | None:
    return None


def _not_busy(_operator: Operator) -> str:
    return ""


def _not_connected(_session: Session) -> bool:
    return False


def _no_call(_session: Session, _call: str) -> bool:
    return False


call_views: Callable[[Session], Sequence[Struct]] = _no_views
"""Return a session's calls as browsers see them, oldest first."""
file_views: Callable[[Session], Sequence[Struct]] = _no_views
"""Return a session's stored files as its operator sees them, oldest first."""
board_view: Callable[[Session], Struct | None] = _no_board
"""The whiteboard that is open in the session, as browsers see it."""
help_view: Callable[[Session], Struct | None] = _no_help
"""Return the session's open call for help to supervisors, as its operator sees it."""
busy: Callable[[Operator], str] = _not_busy
"""Return why an operator can take nobody now, in words; empty if they can. Only called for operators with a conversation."""
call_connected: Callable[[Session], bool] = _not_connected
"""Return whether the two sides of the session see or hear each other, or are about to again."""
has_call: Callable[[Session, str], bool] = _no_call
"""Return whether the call with this id is one of the session's."""
session_actions: Final[list[Callable[..., Any]]] = []
operator_actions: Final[list[Callable[..., Any]]] = []
"""What supervisors can do with sessions and operators in the admin's lists."""
session_inlines: Final[list[type[InlineModelAdmin[Any, Any]]]] = []
"""What the admin shows below a session."""
session_filters: Final[list[type[SimpleListFilter]]] = []
operator_filters: Final[list[type[SimpleListFilter]]] = []
"""Further filters of the admin's lists."""

"""Questions about sessions that another app answers. Each is set once, in that app's ``AppConfig.ready``, and nowhere else.

Until then a session has no files, board and calls, and nobody is busy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import InlineModelAdmin
from msgspec import Struct

from sessions_app.models import Operator, Session, User


def _no_views(_sessions: Sequence[Session]) -> Mapping[int, Sequence[Struct]]:
    return {}


def _no_view(_sessions: Sequence[Session]) -> Mapping[int, Struct]:
    return {}


def _not_busy(_operator: Operator) -> str:
    return ""


def _not_connected(_session: Session) -> bool:
    return False


def _no_call(_session: Session, _call: str) -> bool:
    return False


def _lacks_nothing(_user: User) -> bool:
    return False


Views = Callable[[Sequence[Session]], Mapping[int, Sequence[Struct]]]
"""Return what belongs to each of these sessions, by its primary key. One that has nothing is left out."""
View = Callable[[Sequence[Session]], Mapping[int, Struct]]
call_views: Views = _no_views
"""The calls as browsers see them, oldest first."""
file_views: Views = _no_views
"""The stored files as the operator sees them, oldest first."""
board_views: View = _no_view
"""The whiteboard that is open, as browsers see it."""
help_views: View = _no_view
"""The open call for help to supervisors, as the operator sees it."""
busy: Callable[[Operator], str] = _not_busy
"""Return why an operator can take nobody now, in words; empty if they can. Only called for operators with a conversation."""
call_connected: Callable[[Session], bool] = _not_connected
"""Return whether the two sides of the session see or hear each other, or are about to again."""
has_call: Callable[[Session, str], bool] = _no_call
"""Return whether the call with this id is one of the session's."""
lacks_second_factor: Callable[[User], bool] = _lacks_nothing
"""Return whether this account can do nothing before it has set up the second factor that is required here."""
session_actions: Final[list[Callable[..., Any]]] = []
operator_actions: Final[list[Callable[..., Any]]] = []
account_actions: Final[list[Callable[..., Any]]] = []
"""What supervisors can do with sessions, operators and accounts in the admin's lists."""
session_inlines: Final[list[type[InlineModelAdmin[Any, Any]]]] = []
"""What the admin shows below a session."""
session_filters: Final[list[type[SimpleListFilter]]] = []
operator_filters: Final[list[type[SimpleListFilter]]] = []
"""Further filters of the admin's lists."""


def _no_stored(_sessions: Sequence[Session]) -> Sequence[tuple[str, str]]:
    return ()


class PersonalData(Struct, frozen=True):
    """What a room keeps of clients (P2).

    ``export`` returns it JSON-ready, by the primary key of the session. ``erase`` deletes it, inside the transaction, from sessions that
    are locked and over. ``files`` lists stored bytes: their path in an export, and their key in the storage. What has ``own_terms`` stays
    when a transcript expires.
    """

    name: str
    export: Callable[[Sequence[Session]], Mapping[int, Any]]
    erase: Callable[[Sequence[Session], Any], None]
    files: Callable[[Sequence[Session]], Sequence[tuple[str, str]]] = _no_stored
    own_terms: bool = False


personal_data: Final[list[PersonalData]] = []
kept_in_log: Final[dict[str, frozenset[str]]] = {}
"""Texts of log entries that say nothing about a client, by kind: they stay when a session is erased. All other texts are emptied."""

"""What a token may do (I2): scopes in words, and the rights of supervisors each one stands for."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ScopeName = Literal["sessions.read", "sessions.write", "invitations", "operators", "reports", "clients"]


class Scope(NamedTuple):
    """``words`` are for people; ``rights`` are Django's permissions, which the services of supervisors ask for."""

    words: str | Promise
    rights: tuple[str, ...]


SCOPES: Final[dict[str, Scope]] = {
    "sessions.read": Scope(
        _("Read sessions: transcripts, files and calls"),
        ("sessions_app.view_session", "sessions_app.view_client", "videocall.view_call"),
    ),
    "sessions.write": Scope(_("End and redirect sessions"), ("sessions_app.steer_session",)),
    "invitations": Scope(
        _("Make, list and revoke invitations"), ("sessions_app.view_invitation", "sessions_app.change_invitation")
    ),
    "operators": Scope(
        _("List operators, set their state, sign them out"), ("sessions_app.view_operator", "sessions_app.steer_operator")
    ),
    "reports": Scope(
        _("Read the board and reports"), ("supervision.view_board", "supervision.view_report", "sessions_app.export_session")
    ),
    "clients": Scope(
        _("Find, export and erase clients"),
        ("sessions_app.view_client", "sessions_app.export_client", "sessions_app.erase_client"),
    ),
}
ANY: Final = tuple(SCOPES)
assert get_args(ScopeName) == ANY


def rights_of(scopes: list[str]) -> QuerySet[Permission]:
    """Return the permissions these scopes stand for."""
    found = Q(pk__in=[])
    for right in {right for scope in scopes for right in SCOPES[scope].rights}:
        app, name = right.split(".")
        found |= Q(content_type__app_label=app, codename=name)
    return Permission.objects.filter(found)

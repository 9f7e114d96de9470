"""Connect calls to sessions, which know nothing about calls: they use the hooks registered here."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideocallConfig(AppConfig):
    name = "videocall"
    verbose_name = _("Calls")

    def ready(self) -> None:
        from django.db.models import Q

        from sessions_app import hooks
        from sessions_app.selectors import supervised
        from sessions_app.signals import session_accepted, session_closing, session_redirecting
        from videocall import personal_data, present, selectors
        from videocall.admin import CallInline
        from videocall.models import Call

        supervised.RULES[Call] = lambda user: Q(session__group__in=supervised.groups_for(user).order_by())
        hooks.call_views = present.calls_of
        hooks.busy = selectors.busy
        hooks.call_connected = selectors.connected
        hooks.has_call = selectors.has_call
        hooks.session_inlines.append(CallInline)
        hooks.personal_data.append(personal_data.PERSONAL_DATA)
        hooks.kept_in_log.update(personal_data.KEPT_IN_LOG)
        session_accepted.connect(_accepted, dispatch_uid="videocall")
        session_closing.connect(_closing, dispatch_uid="videocall")
        session_redirecting.connect(_redirecting, dispatch_uid="videocall")


def _accepted(*, session: Any, by: Any, **_: Any) -> None:
    from videocall.services import call_start

    call_start(by=by, session=session)


def _closing(*, session: Any, by: Any, **_: Any) -> None:
    from videocall.services import calls_end_for_session

    calls_end_for_session(by=by, session=session)


def _redirecting(*, session: Any, by: Any, **_: Any) -> None:
    from videocall.services import call_allows_redirect

    call_allows_redirect(session=session)

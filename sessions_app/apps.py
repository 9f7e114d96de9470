"""Install the session ledger and connect signal handlers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Contact centre")

    def ready(self) -> None:
        from contactcenter.realtime import heartbeats
        from contactcenter.realtime.commit import Unit
        from sessions_app import hooks, selectors
        from sessions_app.consumers import leases
        from sessions_app.log import SessionLedger
        from sessions_app.services.invitations import accepted
        from sessions_app.share import admin  # noqa: F401 - registers itself
        from sessions_app.signals import file_deleted, session_accepted, session_closing, session_redirecting
        from sessions_app.whiteboard.present import board_shown
        from sessions_app.whiteboard.services.board import file_over, session_over

        Unit.ledger_class = SessionLedger
        heartbeats.heads = selectors.heads_of
        heartbeats.renew = leases.renew
        hooks.board_view = board_shown
        session_accepted.connect(accepted, dispatch_uid="invitations")
        session_closing.connect(session_over, dispatch_uid="board")
        session_redirecting.connect(session_over, dispatch_uid="board")
        file_deleted.connect(file_over, dispatch_uid="board")

"""Install the session ledger and connect signal handlers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Contact centre")

    def ready(self) -> None:
        from contactcenter.realtime import heartbeats, pubsub
        from contactcenter.realtime.group_commit import Unit
        from sessions_app import selectors
        from sessions_app.consumers import leases
        from sessions_app.log import SessionLedger, row_cache
        from sessions_app.services.invitations import accepted
        from sessions_app.signals import session_accepted

        Unit.ledger_class = SessionLedger
        pubsub.changed_elsewhere = row_cache.forget
        heartbeats.heads = selectors.heads_of
        heartbeats.renew = leases.renew
        heartbeats.ended = leases.ended
        session_accepted.connect(accepted, dispatch_uid="invitations")

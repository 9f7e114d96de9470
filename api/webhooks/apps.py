"""Connect webhooks to the other apps, which know nothing about them: they announce changes by signals."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "api.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from api.webhooks import doctor, listeners
        from api.webhooks.metrics import Outbox
        from api.webhooks.models import Delivery, Webhook
        from api.webhooks.personal_data import PERSONAL_DATA
        from api.webhooks.retention import CLEANUP
        from operation.doctor import PARTS
        from sessions_app import hooks, housekeeping, signals
        from sessions_app.selectors import supervised
        from supervision.signals import alert_changed, state_changed
        from videocall.signals import call_moved

        heard: dict[Any, Any] = {
            signals.session_changed: listeners.session_changed,
            signals.session_accepted: listeners.session_accepted,
            signals.file_ready: listeners.file_ready,
            signals.client_erased: listeners.client_erased,
            call_moved: listeners.call_moved,
            state_changed: listeners.state_changed,
            alert_changed: listeners.alert_changed,
        }
        for signal, listener in heard.items():
            signal.connect(listener, dispatch_uid="webhooks")
        for model in (Webhook, Delivery):  # they tell of all groups: bound supervisors see none
            supervised.RULES[model] = lambda _user: supervised.NONE
            supervised.CHANGES[model] = lambda _user: supervised.NONE
        hooks.personal_data.append(PERSONAL_DATA)
        housekeeping.CLEANUPS.append(CLEANUP)
        PARTS["webhooks"] = doctor.examine
        REGISTRY.register(Outbox())

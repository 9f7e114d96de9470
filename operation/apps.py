"""Running the product (O): health, metrics, and the commands of its administrator."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class OperationConfig(AppConfig):
    name = "operation"
    verbose_name = _("Operation")

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from operation.metrics import State
        from sessions_app.signals import offer_over

        REGISTRY.register(State())
        offer_over.connect(_offer_over, dispatch_uid="operation")
        _observe()


def _observe() -> None:
    """Start what sends errors and traces elsewhere, if settings ask for it; without them it isn't even imported."""
    from django.conf import settings

    try:
        if settings.SENTRY_DSN:
            from operation import sentry

            sentry.start()
        if settings.TRACES:
            from operation import tracing

            tracing.start()
    except ModuleNotFoundError as error:
        words = f"Errors or traces shall be sent, but {error.name} isn't installed: pip install -r deploy/requirements-observability.txt"
        raise ImproperlyConfigured(words) from None


def _offer_over(*, outcome: str, **_: Any) -> None:
    from django.db import transaction

    from operation.metrics import OFFERS

    transaction.on_commit(OFFERS.labels(outcome).inc)

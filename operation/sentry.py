"""Sends unexpected errors to a Sentry (O5), if CONTACTCENTER_SENTRY_DSN names one: where and of what kind, never what people wrote.

Imported with that setting only; needs deploy/requirements-observability.txt. Why so little is sent: docs/decisions/errors-and-traces.md.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.threading import ThreadingIntegration

from contactcenter import VERSION

EVENT: Final = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "server_name", "sdk")
EXCEPTION: Final = ("type", "module", "mechanism")
"""Without ``value``: an exception's text may quote what people wrote."""
FRAME: Final = ("filename", "abs_path", "function", "module", "lineno", "pre_context", "context_line", "post_context", "in_app")
"""Without ``vars``."""
TAGS: Final = ("session", "call", "operator", "command", "role")


def start() -> None:
    """Send what the log has as an error, and what ends a thread or the process."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=f"contactcenter@{VERSION}",
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR),
            ExcepthookIntegration(),
            ThreadingIntegration(propagate_hub=False),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda _pending, _timeout: None),
        ],
        send_default_pii=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=without_words,
    )


def without_words(event: Any, hint: dict[str, Any]) -> Any:
    """Return an event with nothing but the fields named above: whatever a new version of the library adds stays here."""
    record: logging.LogRecord | None = hint.get("log_record")
    kept: dict[str, Any] = _only(EVENT, event)
    if record is not None:
        kept["logentry"] = {"message": str(record.msg)}  # the text in our source; its arguments are not sent
        kept["tags"] = _only(TAGS, vars(record)) | _route(record)
    exceptions = event.get("exception", {}).get("values", [])
    if exceptions:
        kept["exception"] = {"values": [_exception(one) for one in exceptions]}
    return kept


def _exception(exception: dict[str, Any]) -> dict[str, Any]:
    frames = (exception.get("stacktrace") or {}).get("frames", [])
    return _only(EXCEPTION, exception) | {"stacktrace": {"frames": [_only(FRAME, frame) for frame in frames]}}


def _route(record: logging.LogRecord) -> dict[str, str]:
    """Return the pattern of the address, if the error was a request's; its values may be tokens."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return {"route": str(match.route)} if match else {}


def _only(names: tuple[str, ...], values: Any) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name) is not None}

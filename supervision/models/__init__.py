"""Rows of supervision: facts for reports, the audit, alerts, calls for help."""

from supervision.models.alerts import Alert, AlertRule
from supervision.models.audit import AuditEntry
from supervision.models.facts import SessionOffer, StateSpan
from supervision.models.help import HelpRequest

__all__ = ["Alert", "AlertRule", "AuditEntry", "HelpRequest", "SessionOffer", "StateSpan"]

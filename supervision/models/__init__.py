"""Rows of supervision: facts for reports, the audit, calls for help."""

from supervision.models.audit import AuditEntry
from supervision.models.facts import SessionOffer, StateSpan
from supervision.models.help import HelpRequest

__all__ = ["AuditEntry", "HelpRequest", "SessionOffer", "StateSpan"]

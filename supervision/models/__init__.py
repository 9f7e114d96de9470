"""Rows of supervision: facts for reports, the audit."""

from supervision.models.audit import AuditEntry
from supervision.models.facts import SessionOffer, StateSpan

__all__ = ["AuditEntry", "SessionOffer", "StateSpan"]

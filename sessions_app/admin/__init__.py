"""The supervisors' pages (product: A)."""

from sessions_app.admin import accounts, invitation, operators, rights, session, widget

__all__ = ["accounts", "invitation", "operators", "rights", "session", "widget"]

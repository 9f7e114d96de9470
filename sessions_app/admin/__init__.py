"""The supervisors' pages (product: A)."""

from sessions_app.admin import accounts, invitation, operators, session, widget
from sessions_app.share import admin

__all__ = ["accounts", "admin", "invitation", "operators", "session", "widget"]

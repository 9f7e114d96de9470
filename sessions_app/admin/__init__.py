"""The supervisors' pages (product: A)."""

from sessions_app.admin import accounts, desk, invitation, library, session, widget

__all__ = ["accounts", "desk", "invitation", "library", "session", "widget"]

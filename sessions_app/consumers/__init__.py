"""Handlers of the two sockets for session and chat commands."""

from sessions_app.consumers.client import ClientHandlers
from sessions_app.consumers.operator import OperatorHandlers

__all__ = ["ClientHandlers", "OperatorHandlers"]

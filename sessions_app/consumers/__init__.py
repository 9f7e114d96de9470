"""What the two sockets do with the commands of sessions and chat."""

from sessions_app.consumers.client import ClientHandlers
from sessions_app.consumers.operator import OperatorHandlers

__all__ = ["ClientHandlers", "OperatorHandlers"]

"""Handlers of the supervisors' socket."""

from supervision.consumers.acts import ActHandlers
from supervision.consumers.board import LiveBoardHandlers

__all__ = ["ActHandlers", "LiveBoardHandlers"]

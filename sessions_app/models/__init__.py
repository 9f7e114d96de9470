"""The models. No logic here: services write, selectors read, present shows."""

from sessions_app.models.board import Board, BoardMark
from sessions_app.models.client import Ban, Client, UsedIdentity
from sessions_app.models.consent import Consent, ConsentText
from sessions_app.models.erasure import UnfinishedErasure
from sessions_app.models.invitation import Invitation
from sessions_app.models.library import LibraryItem
from sessions_app.models.log_entry import LogEntry
from sessions_app.models.operator import AwayReason, CannedResponse, Group, Operator, Result, Tag, User
from sessions_app.models.search import SearchDocument
from sessions_app.models.session import Session
from sessions_app.models.share import FileToDelete, Retention, Share
from sessions_app.models.widget import Widget

__all__ = [
    "AwayReason", "Ban", "Board", "BoardMark", "CannedResponse", "Client", "Consent", "ConsentText", "FileToDelete", "Group", "Invitation",
    "LibraryItem", "LogEntry", "Operator", "Result", "Retention", "SearchDocument", "Session", "Share", "Tag", "UnfinishedErasure",
    "UsedIdentity", "User", "Widget",
]  # fmt: skip

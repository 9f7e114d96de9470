"""Looking together (F5): what operator and client view, and what they drew on it. Columns only; deleted when it's closed."""

from __future__ import annotations

import secrets

from django.db import models

from sessions_app.models.session import Session
from sessions_app.models.share import Share


def board_key() -> str:
    """Short because it's in every drawing frame. Knowing it grants no access."""
    return secrets.token_urlsafe(6)


class Board(models.Model):
    """A session has at most one. Without a ``share`` it shows the live picture of the call; ``name`` is the file's when it was opened.

    ``page``, ``zoom`` (per cent), ``turn`` (degrees) and the centre ``x``, ``y`` are the shared view; ``rev`` counts its changes,
    ``head`` the marks so far, ``size`` their total size.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="board")
    key = models.CharField(max_length=16, unique=True, default=board_key)
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="boards", null=True)
    name = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(default=1)
    page = models.PositiveSmallIntegerField(default=1)
    zoom = models.PositiveSmallIntegerField(default=100)
    turn = models.PositiveSmallIntegerField(default=0)
    x = models.PositiveSmallIntegerField(default=5000)
    y = models.PositiveSmallIntegerField(default=5000)
    rev = models.PositiveIntegerField(default=0)
    head = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class BoardMark(models.Model):
    """An entry of the board's own small log; ``body`` is the mark as browsers get it, JSON.

    ``kind`` is ``stroke``, ``erase``, ``clear`` or ``undo``; ``stroke`` is the name of the stroke or erasure, or of the one an undo took
    back.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="marks")
    seq = models.PositiveIntegerField()
    role = models.CharField(max_length=8)
    kind = models.CharField(max_length=6)
    stroke = models.CharField(max_length=16, blank=True)
    body = models.TextField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["board", "seq"], name="one_mark_per_number")]
        indexes = [models.Index(fields=["board", "stroke"], name="marks_of_stroke")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"

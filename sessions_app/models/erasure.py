"""Erasures (P2) of clients with very many sessions: what is still to be done."""

from __future__ import annotations

from django.db import models

from sessions_app.models.client import Client


class UnfinishedErasure(models.Model):
    """An erased client with sessions that the cleanup has yet to erase. The row is deleted with the last one."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="unfinished_erasure")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.client_id)

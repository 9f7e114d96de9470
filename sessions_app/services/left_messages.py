"""A message left by a possibly new client: client and message are created together, or not at all."""

from __future__ import annotations

from typing import Any

from sessions_app.actor import Actor
from sessions_app.mail import Letter
from sessions_app.models import Client, Widget
from sessions_app.services.clients import client_create
from sessions_app.services.entry import message_leave


def letter_leave(
    *, widget: Widget, client: Client | None, known: dict[str, str], address: str, **message: Any
) -> tuple[str, Letter | None]:
    """Leave ``message`` as ``client``, or as a new one with the data in ``known``.

    Returns the token of a new client (empty for a known one), and the mail to send, if any.
    """
    token = ""
    if client is None:
        client, token = client_create(widget=widget, address=address, **known)
    return token, message_leave(by=Actor("client", client.pk, client.name), address=address, **message)

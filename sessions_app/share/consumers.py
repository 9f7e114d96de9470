"""Socket handlers of Share: an operator's commands about files and the library. Bytes come and go over HTTP."""

from __future__ import annotations

from typing import Final

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.socket import Socket
from sessions_app.consumers.both_roles import MESSAGES
from sessions_app.consumers.handlers import passed_to
from sessions_app.consumers.operator import SEARCHES
from sessions_app.share import present, protocol, selectors
from sessions_app.share.services import library, session_files

LIBRARY_SHOWN: Final = 100


class ShareHandlers(Socket):
    """Handlers of the operator's socket. Links count as messages, and searches of the library as searches."""

    on_share_send = passed_to(session_files.share_send)
    on_share_delete = passed_to(session_files.share_delete)
    on_share_rename = passed_to(session_files.share_rename)
    on_share_link = passed_to(session_files.share_link, spend=("messages", MESSAGES))

    async def on_library_find(self, command: protocol.LibraryFind) -> None:
        self.spend("searches", SEARCHES)
        found = await read(selectors.library_found, self.actor, command.text, LIBRARY_SHOWN + 1)
        items = [present.library_view(item) for item in found[:LIBRARY_SHOWN]]
        self.send_event(protocol.LibraryFound(text=command.text, items=items, more=len(found) > LIBRARY_SHOWN))

    on_library_send = passed_to(session_files.share_from_library, spend=("messages", MESSAGES))
    on_library_keep = passed_to(library.library_keep)
    on_library_link = passed_to(library.library_link, spend=("messages", MESSAGES))
    on_library_rename = passed_to(library.library_rename)
    on_library_delete = passed_to(library.library_delete)

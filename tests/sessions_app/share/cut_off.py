"""``python -m tests.sessions_app.share.cut_off``: uploads killed by SIGKILL at every point, in a process of its own.

test_cut_off.py starts it on a site's data. It forks a child for each upload before any connection is open, and prints as JSON how many
were killed and what a sweep two days later leaves. ``swept`` only sweeps, ``waiting`` puts a client into the queue.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from sessions_app.actor import Actor  # noqa: E402
from sessions_app.files import storage  # noqa: E402
from sessions_app.models import Client, Session, Share, Widget  # noqa: E402
from sessions_app.selectors import token_hash  # noqa: E402
from sessions_app.share.services import receive, retention, uploads  # noqa: E402
from sessions_app.share.services.cleanup import named  # noqa: E402
from tests.sessions_app.sample_files import upload  # noqa: E402

POINTS = ["checked", "pending", "thumbnail", "half", "stored", "ready", "written"]
ROUNDS = 5


def cut() -> None:
    """Die as in a crash: without any clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(module: Any, name: str) -> None:
    whole = getattr(module, name)

    def cut_off(*args: Any, **kwargs: Any) -> None:
        whole(*args, **kwargs)
        cut()

    setattr(module, name, cut_off)


def arm(point: str) -> None:
    """Kill this process at that point."""
    if point == "checked":
        uploads.share_pending = lambda **_: cut()  # type: ignore[assignment]
    elif point == "pending":
        receive._put = lambda *_: cut()  # type: ignore[assignment]
    elif point == "thumbnail":
        after(receive, "_put_thumbnail")
    elif point == "half":
        path = default_storage.path

        def half(name: str) -> str:
            """Kill it once half of the bytes are on disk under their final name."""
            where = path(name)
            os.makedirs(os.path.dirname(where), exist_ok=True)
            with open(where, "wb") as file:
                file.write(b"x" * 1000)
            cut()
            return where

        default_storage._wrapped.path = half  # type: ignore[attr-defined]
    elif point == "stored":
        after(storage, "put")
    elif point == "ready":
        uploads.share_ready = lambda **_: cut()  # type: ignore[assignment]
    else:
        after(uploads, "added")  # within the transaction, so before its commit


def conversation(token: str) -> tuple[Client, Session]:
    """Put a client with this token into the queue."""
    widget, now = Widget.objects.get(), timezone.now()
    known = {"token_hash": token_hash(token), "token_until": now + timedelta(days=1)}
    client = Client.objects.create(widget=widget, created_at=now, **known)
    return client, Session.objects.create(widget=widget, group=widget.group, client=client, entry="callback", created_at=now)


def main() -> dict[str, int]:
    client, session = conversation("other")
    picture = io.BytesIO()
    Image.effect_noise((1400, 900), 60).save(picture, "PNG")
    connection.close()
    killed = 0
    for number in range(ROUNDS * len(POINTS)):
        child = os.fork()
        if child == 0:
            arm(POINTS[number % len(POINTS)])
            file = upload("a.png", picture.getvalue())
            uploads.share_upload(by=Actor("client", client.pk, "Carla"), session=session.public_id, file=file)
            os._exit(0)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    before = {"keys": len(list(storage.listing(storage.FOLDER))), "pending": Share.objects.filter(state="pending").count()}
    return {"killed": killed, **{f"before {name}": count for name, count in before.items()}} | swept()


def swept() -> dict[str, int]:
    """Count what is wrong now and two days later, after the sweeps: first rows, which name bytes, then the storage."""
    ready = Share.objects.filter(state="ready")
    without = sum(not storage.exists(key) for row in ready for key in filter(None, [row.file.name, row.thumbnail]))
    late = timezone.now() + timedelta(days=2)
    for one in list(retention.due(late, storage_too=False)):
        retention.delete_due(one)
    orphans = [entry.key for entry in storage.listing(storage.FOLDER) if not named(entry.key)]
    for one in list(retention.due(late)):
        retention.delete_due(one)
    return {
        "ready": ready.count(),
        "ready without bytes": without,
        "orphans": len(orphans),
        "pending": Share.objects.filter(state="pending").count(),
        "due": len(list(retention.due(late))),
    }


if __name__ == "__main__":
    found = conversation("token")[1].public_id if "waiting" in sys.argv else swept() if "swept" in sys.argv else main()
    json.dump(found, sys.stdout)

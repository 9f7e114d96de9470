"""The receivers of docs/webhooks.md run, take what we send, and refuse what was altered; the tables are complete."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from api.webhooks.events import EVENTS
from api.webhooks.http_client import post
from api.webhooks.models import Delivery
from api.webhooks.secrets import decrypt, headers, new_secret
from api.webhooks.services.outbox import record
from contactcenter.realtime.group_commit import perform
from tests.api.webhooks.conftest import MakeWebhook
from tests.api.webhooks.sending import send, states
from tests.servers.process import answers, free_port, program, until

TEXT = (Path(__file__).resolve().parents[3] / "docs/webhooks.md").read_text()


def code(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(found)


@pytest.mark.parametrize(("language", "name"), [("python", "receiver.py"), ("js", "receiver.mjs")])
def test_the_receiver_takes_an_event_once_and_refuses_an_altered_one(
    transactional_db: None, make_webhook: MakeWebhook, tmp_path: Path, language: str, name: str
) -> None:
    (tmp_path / name).write_text(code(language))
    port = free_port()
    webhook: Any = make_webhook(f"http://127.0.0.1:{port}/events")
    run = [sys.executable if language == "python" else program("node"), str(tmp_path / name)]
    env = os.environ | {"WEBHOOK_SECRET": webhook.shown_secret, "PORT": str(port)}
    process = subprocess.Popen(run, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        until(lambda: answers(port))
        perform(record, event="session.created", about="session:a", data={"session": "s1"})
        send()
        assert states() == ["delivered"]
        row = Delivery.objects.get()
        Delivery.objects.update(state="pending")
        send()
        assert states() == ["delivered"]
        assert refused(row, port, body=row.body.replace("s1", "s2"))
        assert refused(row, port, secret=new_secret())
    finally:
        process.kill()
        out, _err = process.communicate()
    assert out.count("session.created") == 1
    assert "s1" in out


def refused(row: Delivery, port: int, *, body: str = "", secret: str = "") -> bool:
    """Send the event with another body, or signed with another secret; return whether the receiver refuses it."""
    signed = headers(row.event_id, row.body, timezone.now(), [secret or str(decrypt(row.webhook.secret))])
    answer = asyncio.run(post(f"http://127.0.0.1:{port}/events", (body or row.body).encode(), signed))
    return answer.status == 400


def test_every_event_has_its_row_in_the_table() -> None:
    rows = "\n".join(line for line in TEXT.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+\.\w+)`", rows)) == set(EVENTS)

"""A call on PostgreSQL and Redis with two server processes: the client is on one, the operator on the other."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.pages import Pages, hook, sign_in
from tests.browser.talk import Talk, type_until_seen
from tests.conftest import SiteMaker
from tests.servers import Postgres, Redis


def test_operator_and_client_on_different_processes_chat_call_and_share(
    make_site: SiteMaker, postgres_server: Postgres, redis_server: Redis, pages: Pages, tmp_path: Path
) -> None:
    shared = {
        "DATABASE_URL": postgres_server.url(),
        "REDIS_URL": redis_server.url,
        "CONTACTCENTER_DATA_DIR": str(tmp_path / "data"),
    }
    first = make_site(env=shared)
    # The demo widget knows the origins of its original port; the second process has another one.
    second = make_site(env=shared, prepare=False)
    change = f"w = Widget.objects.get(key='demo'); w.origins = [*w.origins, '{second.url}', '{second.other_url}']; w.save()"
    first.manage("shell", "-c", f"from sessions_app.models import Widget; {change}")

    console = pages.open()
    sign_in(console, first, "anna")
    talk = Talk(console, pages.open(f"{second.other_url}/demo/")).begin()
    talk.chat()
    type_until_seen(talk.inside, console, "Emily")
    talk.call("prompt-accept")
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()
    hook(console, "snapshot").click()
    expect(hook(console, "share-item", kind="snapshot", state="ready")).to_have_count(1)
    hook(talk.inside, "hangup").click()
    expect(hook(console, "call")).to_be_hidden()
    expect(hook(talk.inside, "message", author="client").last).to_have_attribute("data-state", "read")
    talk.chat()
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    expect(hook(talk.inside, "session-state", state="closed")).to_be_attached()

"""What programs read: the same words, files and numbers as supervisors, with a line in the audit where theirs have one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.utils import timezone

from sessions_app.models import Share
from sessions_app.services.messages import message_post
from supervision.models import AuditEntry
from tests.api.program import program, refusal
from tests.world import World, row_of, run
from videocall.models import Call, CallQuality


def test_a_session_has_what_the_list_has(world: World) -> None:
    session, found = world.active(topic="F.22"), program()
    (listed,) = found.items("/sessions", state="active", entry="chat")
    one = found.json(found.get(f"/sessions/{session}"))
    assert one == listed
    assert (one["number"], one["topic"], one["client"]["name"]) == (row_of(session).number, "F.22", "Carla")
    assert found.items("/sessions", state="waiting") == []
    assert found.items("/sessions", client=one["client"]["id"]) == [one]
    assert found.items("/sessions", client="somebody") == []


def test_a_transcript_has_everything_as_json_and_as_text(world: World) -> None:
    session, found = world.active(), program()
    run(message_post, world.carla, session=session, text="My boiler shows F.22")
    lines = found.json(found.get(f"/sessions/{session}/transcript"))["lines"]
    assert [(line["name"], line["text"], line["internal"]) for line in lines][-1] == ("Carla", "My boiler shows F.22", False)
    text = found.get(f"/sessions/{session}/transcript", format="text")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode().splitlines()[-1].endswith(" Carla: My boiler shows F.22")


def test_reading_a_transcript_is_one_line_in_the_audit_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session, found = world.active(), program()
    for _time in range(3):
        found.get(f"/sessions/{session}/transcript")
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    found.get(f"/sessions/{session}/transcript")
    lines = AuditEntry.objects.filter(verb="read")
    assert [(line.user_name, line.target_name) for line in lines] == [("api:CRM", str(row_of(session).number))] * 2


def test_a_file_has_an_address_that_needs_no_token_and_expires(world: World, client: Browser) -> None:
    session, found = world.active(), program()
    share = Share(session=row_of(session), kind="upload", state="ready", name="manual.pdf", mime="application/pdf", size=4)
    share.role, share.created_at = "client", timezone.now()
    share.file.save("manual.pdf", ContentFile(b"%PDF"))
    (file,) = found.json(found.get(f"/sessions/{session}/files"))["items"]
    assert (file["name"], file["size"], file["kind"]) == ("manual.pdf", 4, "upload")
    answer = client.get(file["url"].partition("8000")[2])
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, "4")
    assert client.get(file["url"].partition("8000")[2].replace("manual", "other")).status_code == 404
    assert file["expires_at"] > timezone.now().isoformat()
    assert AuditEntry.objects.filter(verb="download", user_name="api:CRM").count() == 1


def test_a_call_has_its_quality(world: World) -> None:
    session = world.active()
    row = row_of(session)
    call = Call.objects.create(session=row, operator_id=world.anna.pk, state="ended", created_at=row.created_at, picture_tenths=4)
    sample = {"loss": 1, "delay": 20, "jitter": 2, "frozen": 0, "kbit": 900, "height": 720, "level": 0}
    CallQuality.objects.create(call=call, side="client", leg="x", began_at=row.created_at, every=5, samples=[sample])
    (found,) = program().json(program("other").get(f"/sessions/{session}/calls"))["items"]
    assert (found["id"], found["picture_seconds"], found["operator"]["name"]) == (call.public_id, 0.4, "Anna")
    assert found["quality"][0]["samples"] == [sample]


def test_reports_and_the_board_have_the_numbers_of_the_admin(world: World, admin_client: Browser) -> None:
    world.closed()
    world.enter(world.david)
    found, day = program(), timezone.localdate().isoformat()
    query = {"from": day, "to": day, "by": "group"}
    theirs = json.loads(admin_client.get("/admin/reports/", query | {"format": "json"}).content)
    ours = found.json(found.get("/reports", **query))
    for part in ("total", "before", "callbacks", "calls"):
        assert {**ours[part], "occupancy": 0} == {**theirs[part], "occupancy": 0}  # it grows by the second
    assert [row["key"] for row in ours["rows"]] == [row["key"] for row in theirs["rows"]] == ["Support"]
    assert ours["total"]["offered"] == 2
    board = found.json(found.get("/board"))
    assert (board["measures"]["offered"], board["measures"]["waiting"], len(board["waiting"])) == (2, 1, 1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"from": "2026-11-29", "to": "2026-11-01"}, (409, "report.days")),
        ({"from": "1900-01-01"}, (409, "report.days")),
        ({"from": "2001-01-01", "to": "2026-01-01"}, (409, "report.days")),
        ({"widget": "nobody's"}, (404, "filter.not_found")),
    ],
)
def test_a_report_about_nothing_is_refused_in_words(world: World, query: dict[str, str], expected: tuple[int, str]) -> None:
    assert refusal(program().get("/reports", **query)) == expected


def test_a_report_on_another_group_than_the_tokens_is_refused_like_an_unknown_one(world: World) -> None:
    found = program(groups=[world.group])
    foreign, unknown = (found.get("/reports", group=name) for name in ("Elsewhere", "Nowhere"))
    assert refusal(foreign) == refusal(unknown) == (404, "filter.not_found")


def test_the_documentation_is_there_for_everybody_to_read(client: Browser) -> None:
    page = client.get("/api/").content.decode()
    assert 'id="listSessions"' in page
    assert 'id="session.not_found"' in page
    assert "<script" not in page

"""Acts of programs: done by the supervisors' services, with the token's name in the session's log and in the audit."""

from __future__ import annotations

import pytest

from sessions_app.models import Client, Invitation, Operator
from supervision.models import AuditEntry
from tests.api.program import program, refusal
from tests.world import World, bodies, log_of, row_of


def told(verb: str) -> list[tuple[str, str, str]]:
    """Return who did it to what, and the detail."""
    return [(line.user_name, line.target_name, line.detail) for line in AuditEntry.objects.filter(verb=verb).order_by("pk")]


def test_a_session_is_ended_in_the_name_of_the_token(world: World) -> None:
    session = world.active()
    answer = program().send("POST", f"/sessions/{session}/end", {"reason": "Solved by phone"})
    assert (answer.status_code, answer.json()["state"], answer.json()["ended_by"]) == (200, "wrapup", "supervisor")
    (note,) = bodies(session, "note.posted")
    assert note["text"] == "Solved by phone"
    assert {(entry.role, entry.name) for entry in log_of(session)[-2:]} == {("supervisor", "CRM")}
    assert told("end") == [("api:CRM", str(row_of(session).number), "Solved by phone")]


def test_without_a_reason_it_says_that_a_program_did_it(world: World) -> None:
    session = world.active()
    program().send("POST", f"/sessions/{session}/end")
    assert bodies(session, "note.posted")[0]["text"] == "Through the API, by CRM"


def test_a_waiting_session_that_is_ended_was_missed_and_ends_once(world: World) -> None:
    session, found = world.enter(), program()
    assert found.send("POST", f"/sessions/{session}/end").json()["state"] == "missed"
    assert refusal(found.send("POST", f"/sessions/{session}/end")) == (409, "act.late")


def test_a_session_is_redirected_to_an_operator_or_a_group(world: World) -> None:
    found, session = program(), world.active()
    moved = found.send("POST", f"/sessions/{session}/redirect", {"operator": world.boris.pk, "reason": "Knows boilers"})
    assert moved.json()["operator"] == {"id": world.boris.pk, "name": "Boris"}
    back = found.send("POST", f"/sessions/{session}/redirect", {"group": world.group.pk})
    assert (back.json()["state"], back.json()["operator"]) == ("waiting", None)
    assert [line[0] for line in told("redirect")] == ["api:CRM"] * 2


@pytest.mark.parametrize("target", [{}, {"operator": 987654}, {"group": 987654}, {"operator": 1, "group": 1}])
def test_a_redirect_to_nobody_is_refused(world: World, target: dict[str, int]) -> None:
    assert refusal(program().send("POST", f"/sessions/{world.active()}/redirect", target)) == (409, "redirect.nobody")


def test_a_redirect_to_another_group_than_the_tokens_is_refused(world: World) -> None:
    found, session = program(groups=[world.group]), world.active()
    for target in ({"operator": world.oskar.pk}, {"group": world.other_group.pk}):
        assert refusal(found.send("POST", f"/sessions/{session}/redirect", target)) == (409, "redirect.nobody")


def test_an_operator_is_sent_away_and_signed_out(world: World) -> None:
    found = program()
    away = found.send("PUT", f"/operators/{world.anna.pk}/state", {"state": "away", "reason": "Fire alarm"})
    assert (away.status_code, away.json()["state"]) == (200, "away")
    assert refusal(found.send("PUT", f"/operators/{world.boris.pk}/state", {"state": "online"})) == (409, "operator.state")
    out = found.send("POST", f"/operators/{world.anna.pk}/sign-out", {})
    assert out.json()["state"] == "offline"
    assert Operator.objects.get(pk=world.anna.pk).lease_until is None
    assert refusal(found.send("POST", f"/operators/{world.anna.pk}/sign-out", {})) == (409, "operator.left")
    assert told("set_state") == [("api:CRM", "Anna", "away\nFire alarm")]
    assert told("force_sign_out") == [("api:CRM", "Anna", "Through the API, by CRM")]


def test_an_invitation_is_made_listed_and_revoked(world: World, client: object) -> None:
    found = program()
    made = found.send(
        "POST", "/invitations", {"operator": world.anna.pk, "valid_seconds": 3600, "reusable": True, "name": "Emily Carter"}
    )
    body = made.json()
    assert made.status_code == 201
    assert body["operator"]["name"] == "Anna"
    assert "/i/" in body["link"]
    assert len(body["code"]) == 9
    (listed,) = found.items("/invitations")
    assert listed == {name: value for name, value in body.items() if name not in ("link", "code")}
    assert found.client.get(body["link"].partition("8000")[2]).status_code == 200
    for _time in range(2):
        assert found.send("DELETE", f"/invitations/{body['id']}").status_code == 204
    assert [each["state"] for each in found.items("/invitations")] == ["revoked"]
    assert [line[0] for line in told("add")[1:]] == ["api:CRM"]
    assert [line[0] for line in told("revoke")] == ["api:CRM"]
    assert Invitation.objects.get().name == "Emily Carter"


def test_a_client_is_found_exported_and_erased(world: World) -> None:
    found, session = program(), world.closed()
    Client.objects.filter(pk=world.carla.pk).update(email="c@example.com")
    (client,) = found.items("/clients", email="C@Example.com")
    assert (client["name"], client["sessions"]) == ("Carla", 1)
    exported = found.json(found.get(f"/clients/{client['id']}/export"))
    assert [each["id"] for each in exported["sessions"]] == [session]
    erased = found.send("POST", f"/clients/{client['id']}/erase", {"reason": "Asked for it"}, key="once")
    assert (erased.status_code, erased.json()) == (200, {"client": client["id"]})
    assert found.items("/clients", email="c@example.com") == []
    assert found.send("POST", f"/clients/{client['id']}/erase", {"reason": "Asked for it"}, key="once").content == erased.content
    assert [line[0] for line in told("export")] == ["api:CRM"]
    assert [line[0] for line in told("erase")] == ["api:CRM"]


def test_a_program_erases_a_client_with_a_short_name_without_a_reason(world: World) -> None:
    world.closed()
    Client.objects.filter(pk=world.carla.pk).update(name="A", external_id="CRM")
    erased = program().send("POST", f"/clients/{Client.objects.get(pk=world.carla.pk).public_id}/erase", {})
    assert erased.status_code == 200, erased.content
    assert AuditEntry.objects.get(verb="erase").detail.startswith("Through the API, by CRM")


def test_a_client_in_a_conversation_is_not_erased(world: World) -> None:
    client = row_of(world.active()).client.public_id
    assert refusal(program().send("POST", f"/clients/{client}/erase")) == (409, "erase.running")


def test_a_client_known_to_other_groups_too_is_not_erased(world: World) -> None:
    world.closed()
    world.session(world.carla, group=world.other_group, state="closed")
    client = Client.objects.get(pk=world.carla.pk).public_id
    found = program(groups=[world.group])
    assert refusal(found.send("POST", f"/clients/{client}/erase")) == (409, "erase.other_groups")
    assert found.json(found.get(f"/clients/{client}/export"))["complete"] is False

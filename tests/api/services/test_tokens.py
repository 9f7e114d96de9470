"""Tokens (I2): shown once, stored hashed, with no more rights than their scopes and groups, revoked at once."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from api.models import ApiToken
from api.services.tokens import token_create, token_revoke
from contactcenter.realtime.wire import Fault
from contactcenter.web.log_filters import shortened
from sessions_app.models import User
from supervision.models import AuditEntry
from tests.api.program import Program, program, refusal
from tests.world import World, run


def lines(verb: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb=verb, kind="apitoken").order_by("pk"))


def test_only_the_hash_of_a_token_is_stored(world: World) -> None:
    found = program()
    stored = " ".join(str(value) for row in ApiToken.objects.values() for value in row.values())
    accounts = " ".join(str(value) for row in User.objects.values() for value in row.values())
    assert found.secret.startswith("cc_")
    assert len(found.secret) == 46
    assert found.secret[7:] not in stored + accounts


def test_its_account_has_the_rights_of_the_scopes_and_groups_and_signs_nobody_in(world: World) -> None:
    account = program(scopes=["sessions.write"], groups=[world.group]).token.account
    assert account is not None
    assert account.get_user_permissions() == {"sessions_app.steer_session"}
    assert list(account.supervised_groups.all()) == [world.group]
    assert not account.all_groups
    assert not account.has_usable_password()
    assert authenticate(username=account.username, password="") is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "token.name"),
        ({"scopes": []}, "token.scopes"),
        ({"scopes": ["everything"]}, "token.scopes"),
        ({"groups": []}, "token.groups"),
    ],
)
def test_an_incomplete_token_is_refused_in_words(world: World, fields: dict[str, object], code: str) -> None:
    with pytest.raises(Fault) as caught:
        run(token_create, **({"name": "CRM", "scopes": ["reports"]} | fields))
    assert caught.value.code == code


def test_two_valid_tokens_have_different_names_and_a_revoked_ones_is_free_again(world: World) -> None:
    first = program()
    with pytest.raises(Fault, match=r"token\.name"):
        program()
    run(token_revoke, token=first.token.pk)
    assert program().get("/groups").status_code == 200


def test_a_revoked_token_is_refused_with_its_next_request_and_stays_in_the_list(world: World) -> None:
    found = program()
    assert found.get("/groups").status_code == 200
    run(token_revoke, token=found.token.pk)
    assert refusal(found.get("/groups")) == (401, "token.revoked")
    assert ApiToken.objects.get().revoked_at is not None
    assert not User.objects.filter(username="api:CRM").exists()


def test_a_token_whose_account_is_switched_off_or_deleted_is_refused(world: World) -> None:
    off, gone = program("off"), program("gone")
    User.objects.filter(username="api:off").update(is_active=False)
    User.objects.get(username="api:gone").delete()
    assert [refusal(each.get("/groups")) for each in (off, gone)] == [(401, "token.revoked")] * 2


def test_a_token_is_refused_when_its_time_is_over(world: World) -> None:
    found = program(expires_at=timezone.now() + timedelta(days=1))
    assert found.get("/groups").status_code == 200
    ApiToken.objects.update(expires_at=timezone.now())
    assert refusal(found.get("/groups")) == (401, "token.expired")


def test_the_last_use_is_written_once_a_minute(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found, begin = program(), timezone.now()
    times = []
    for seconds in (0, 30, 59, 61):
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda at=begin + timedelta(seconds=seconds): at)
            found.get("/groups")
        times.append(ApiToken.objects.get().last_used_at)
    assert times == [begin, begin, begin, begin + timedelta(seconds=61)]


def test_the_audit_has_a_line_for_each_day_and_address_of_use(world: World) -> None:
    found = program()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1"):
        found.client.get("/api/v1/groups", REMOTE_ADDR=address)
    assert [(line.user_name, line.target_name, line.address) for line in lines("use")] == [
        ("api:CRM", "CRM", "192.0.2.1"),
        ("api:CRM", "CRM", "192.0.2.2"),
    ]


def test_making_and_revoking_stand_in_the_audit_without_the_token(world: World) -> None:
    sofia = User.objects.create_user(username="sofia", is_staff=True)
    token, secret = run(token_create, name="CRM", scopes=["reports"], groups=[world.group], user=sofia)
    run(token_revoke, token=token.pk, user=sofia)
    run(token_revoke, token=token.pk, user=sofia)
    (made,), (revoked,) = lines("add"), lines("revoke")
    assert (made.user_name, made.detail) == ("sofia", "reports\nSupport")
    assert (revoked.user_name, revoked.target_name) == ("sofia", "CRM")
    assert secret[4:] not in made.detail + revoked.detail


@pytest.mark.parametrize(
    "header", ["Basic cc_{}", "Bearer", "Bearer nonsense", "cc_{}", "Bearer cc_" + "x" * 43, "Bearer cc_\x00" + "x" * 42]
)
def test_what_is_no_token_is_refused(world: World, header: str) -> None:
    found = Program(header, ApiToken())
    found.client.defaults["HTTP_AUTHORIZATION"] = header
    assert refusal(found.client.get("/api/v1/groups", headers={"Authorization": header})) == (401, "token.unknown")


def test_a_token_in_an_address_is_of_no_use(world: World) -> None:
    found = program()
    for name in ("token", "access_token", "api_key"):
        answer = Program("cc_", found.token).client.get(f"/api/v1/groups?{name}={found.secret}", headers={"Authorization": ""})
        assert refusal(answer) == (401, "token.missing")


def test_somebody_who_tries_many_tokens_has_to_wait(world: World, limits_stand_still: None) -> None:
    guesser = Program("cc_" + "x" * 43, ApiToken())
    codes = [refusal(guesser.get("/groups"))[0] for _try in range(62)]
    assert codes == [401] * 60 + [429] * 2
    assert program().client.get("/api/v1/groups", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_a_token_stands_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where a program writes it into an address, or an exception quotes it."""
    found = program()
    with caplog.at_level(logging.DEBUG):
        found.get("/groups", token=found.secret)
        found.get(f"/sessions/{found.secret}")
        found.send("POST", "/invitations", {"name": found.secret})
        logging.getLogger("contactcenter").warning("GET /api/v1/groups?token=%s", found.secret)
    assert found.secret[3:] not in shortened(caplog.text)


def test_the_command_prints_a_token_once(world: World) -> None:
    out = io.StringIO()
    call_command("api_token", "CRM", "--scopes", "sessions.read,reports", "--groups", "Support", "--days", "30", stdout=out)
    secret = out.getvalue().strip()
    row = ApiToken.objects.get()
    assert (row.name, row.scopes, row.all_groups) == ("CRM", ["sessions.read", "reports"], False)
    assert list(row.groups.all()) == [world.group]
    assert Program(secret, row).get("/groups").json()["items"][0]["name"] == "Support"
    call_command("api_token", "CRM", "--revoke", stdout=io.StringIO())
    assert refusal(Program(secret, row).get("/groups")) == (401, "token.revoked")


@pytest.mark.parametrize(
    "arguments",
    [["CRM"], ["CRM", "--scopes", "x"], ["CRM", "--scopes", "reports", "--groups", "No"], ["CRM", "--revoke"],
     ["CRM", "--scopes", "reports", "--days", "0"]],
)  # fmt: skip
def test_the_command_says_what_is_wrong(world: World, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("api_token", *arguments)

"""Acts from the admin's lists: the page between asks for a reason, and each row says what became of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session as HttpSession
from django.test import Client as Browser

from sessions_app.models import AwayReason, Operator, User
from supervision.models import AuditEntry
from tests.world import bodies, row_of

WHY = "Anna is needed elsewhere"


def supervisor(name, *rights, **columns):
    user = User.objects.create_user(name, first_name=name.title(), is_staff=True, **columns)
    user.user_permissions.set(Permission.objects.filter(codename__in=("view_session", "view_operator", *rights)))
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def sofia(world):
    return supervisor("sofia", "steer_session", "steer_operator")


def choose(browser, action, *rows, **fields):
    model = rows[0]._meta.model_name
    data = {"action": action, "_selected_action": [row.pk for row in rows], **fields}
    return browser.post(f"/admin/sessions_app/{model}/", data, follow=True)


def confirm(browser, action, *rows, **fields):
    return choose(browser, action, *rows, confirmed="yes", reason=fields.pop("reason", WHY), **fields)


def words(answer):
    return [str(message) for message in answer.context["messages"]]


def anna_of(world):
    return Operator.objects.get(pk=world.anna.pk)


def test_the_list_asks_for_a_reason_first(sofia, world):
    row = row_of(world.active())
    page = choose(sofia, "end_sessions", row).content.decode()
    assert 'name="reason"' in page
    assert f'name="seen-{row.pk}" value="active {world.anna.pk}"' in page
    assert row_of(row.public_id).state == "active"


@pytest.mark.parametrize("reason", ["", "\u200b", "x" * 201])
def test_without_a_reason_nothing_happens_and_the_page_says_so(sofia, world, reason):
    row = row_of(world.active())
    answer = confirm(sofia, "end_sessions", row, reason=reason)
    if len(reason) <= 200:
        assert answer.context["form"].errors["reason"]
        assert row_of(row.public_id).state == "active"


def test_sessions_are_ended_in_the_supervisors_name(sofia, world):
    row = row_of(world.active())
    answer = confirm(sofia, "end_sessions", row)
    assert words(answer) == [f"{row.number}: Ended."]
    assert (row_of(row.public_id).state, row_of(row.public_id).ended_by) == ("wrapup", "supervisor")
    assert bodies(row.public_id, "note.posted")[0]["text"] == WHY
    assert [(line.user_name, line.verb) for line in AuditEntry.objects.filter(verb="end")] == [("sofia", "end")]


def test_sessions_are_redirected(sofia, world):
    row = row_of(world.active())
    answer = confirm(sofia, "redirect_sessions", row)
    assert answer.context["form"].non_field_errors() == ["Choose an operator or a group."]
    answer = confirm(sofia, "redirect_sessions", row, operator=world.boris.pk)
    assert words(answer) == [f"{row.number}: Redirected."]
    assert row_of(row.public_id).operator_id == world.boris.pk


def test_a_session_that_has_changed_since_the_page_is_refused_in_words(sofia, world):
    row = row_of(world.active())
    confirm(sofia, "redirect_sessions", row, operator=world.boris.pk)
    answer = confirm(sofia, "end_sessions", row, **{f"seen-{row.pk}": f"active {world.anna.pk}"})
    assert words(answer) == [f"{row.number}: Sofia has just redirected this session to Boris."]
    assert row_of(row.public_id).state == "active"


def test_each_row_says_what_became_of_it(sofia, world):
    over, live = row_of(world.closed(world.david)), row_of(world.active())
    answer = confirm(sofia, "end_sessions", over, live)
    assert sorted(words(answer)) == sorted([f"{over.number}: Anna has already finished this session.", f"{live.number}: Ended."])


def test_a_wrapup_is_ended(sofia, world):
    row = row_of(world.ended())
    confirm(sofia, "end_wrapups", row)
    assert row_of(row.public_id).state == "closed"


def test_an_operator_is_set_away(sofia, world):
    AwayReason.objects.create(name="Lunch break")
    confirm(sofia, "set_states", anna_of(world), state="away Lunch break")
    assert (anna_of(world).chosen, anna_of(world).away_reason) == ("away", "Lunch break")
    answer = confirm(sofia, "set_states", anna_of(world), state="asleep")
    assert answer.context["form"].errors["state"]


def test_a_signed_out_operator_is_offline_in_all_browsers(sofia, world):
    browser = Browser()
    browser.force_login(anna_of(world).user)
    before = HttpSession.objects.count()
    answer = confirm(sofia, "sign_operators_out", anna_of(world))
    assert words(answer) == ["Anna: Signed out. Their conversations are kept."]
    assert anna_of(world).lease_until is None
    assert HttpSession.objects.count() == before - 1
    assert browser.get("/console/").status_code == 302
    assert sofia.get("/admin/").status_code == 200
    assert words(confirm(sofia, "sign_operators_out", anna_of(world))) == ["Anna: Anna has left. Nobody is at the console."]


def test_without_the_right_no_act_is_offered_or_done(world):
    lara = supervisor("lara")
    session = row_of(world.active())
    for action, row in (("end_sessions", session), ("redirect_sessions", session), ("sign_operators_out", anna_of(world))):
        confirm(lara, action, row, operator=world.boris.pk)
    assert row_of(session.public_id).operator_id == world.anna.pk
    assert row_of(session.public_id).state == "active"
    assert anna_of(world).lease_until is not None
    assert not AuditEntry.objects.filter(verb__in=("end", "redirect", "force_sign_out")).exists()


def test_a_bound_supervisor_changes_nothing_of_others(world):
    olga = supervisor("olga", "steer_session", "steer_operator", all_groups=False)
    User.objects.get(username="olga").supervised_groups.add(world.other_group)
    session = row_of(world.active())
    confirm(olga, "end_sessions", session)
    confirm(olga, "sign_operators_out", anna_of(world))
    assert row_of(session.public_id).state == "active"
    assert anna_of(world).lease_until is not None


def test_a_bound_supervisor_chooses_among_own_targets_only(world):
    olga = supervisor("olga", "steer_session", all_groups=False)
    User.objects.get(username="olga").supervised_groups.add(world.group)
    page = choose(olga, "redirect_sessions", row_of(world.active())).content.decode()
    assert "Boris" in page
    assert "Oskar" not in page
    assert "Elsewhere" not in page


def test_only_so_many_at_a_time(sofia, world, monkeypatch):
    monkeypatch.setattr("supervision.admin_acts.ROWS", 1)
    rows = [row_of(world.active()), row_of(world.active(world.david))]
    assert words(choose(sofia, "end_sessions", *rows)) == ["Choose up to 1 at a time."]

"""What people do is in the audit (A8): changes in the admin with old and new values, exports, reading, sign-ins, rights, accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group as Permissions
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from accounts.limits import WRONG
from sessions_app.actor import supervisor
from sessions_app.models import CannedResponse, Invitation, Tag, User, Widget
from sessions_app.services.invitations import invitation_create
from supervision.models import AuditEntry
from supervision.services import acts
from tests.supervision.supervisors import supervisor as account
from tests.world import World, row_of, run


@pytest.fixture
def root(world: World) -> Browser:
    """A superuser: nobody is exempt from the audit."""
    browser = Browser()
    browser.force_login(User.objects.create_superuser("root", password="Root"))
    return browser


def told(**which: Any) -> list[tuple[str, str, str, str]]:
    """Return the lines: who, verb, kind and name of the target; without the fixture's own sign-in."""
    lines = AuditEntry.objects.filter(**which).order_by("pk").exclude(verb="sign_in", user_name="root")
    return [(line.user_name, line.verb, line.kind, line.target_name) for line in lines]


def detail(verb: str) -> str:
    return AuditEntry.objects.get(verb=verb).detail


def change(browser: Browser, row: Any, **fields: Any) -> None:
    """Send a row's form as its page shows it, with some fields changed; None is an empty box."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    form = browser.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields} | fields
    if joined := data.pop("date_joined", None):
        data |= {"date_joined_0": joined.date(), "date_joined_1": joined.time()}
    answer = browser.post(address, {name: value for name, value in data.items() if value not in (None, False)})
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_a_change_tells_the_fields_with_old_and_new_values(world: World, root: Browser) -> None:
    response = CannedResponse.objects.create(shortcut="hello", text="Hello")
    change(root, response, text="Good day")
    assert told() == [("root", "change", "cannedresponse", "/hello")]
    assert detail("change") == "text: Hello → Good day"
    assert AuditEntry.objects.get(verb="change").address == "127.0.0.1"


def test_a_form_saved_without_a_change_leaves_no_line(world: World, root: Browser) -> None:
    change(root, Tag.objects.create(name="Boiler"))
    assert told() == []


def test_each_translation_that_changed_has_a_line_of_its_own(world: World, root: Browser, settings: Any) -> None:
    settings.LANGUAGES = settings.STAFF_LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German")]
    written = {"text": {"cs": "Ahoj", "de": "Hallo"}}
    response = CannedResponse.objects.create(shortcut="hello", text="Hello", translations=written)
    change(root, response, **{"text-cs": "Ahoj", "text-de": "Hallo"})
    assert told() == []
    change(root, response, **{"text-cs": "Dobrý den", "text-de": ""})
    assert detail("change") == "text (Czech): Ahoj → Dobrý den\ntext (German): Hallo → –"


def test_additions_and_deletions_are_told_one_by_one_also_from_lists(world: World, root: Browser) -> None:
    root.post(reverse("admin:sessions_app_tag_add"), {"name": "Boiler"})
    tags = [Tag.objects.get(), *(Tag.objects.create(name=name) for name in ("Invoice", "Pump"))]
    root.post(reverse("admin:sessions_app_tag_delete", args=[tags[0].pk]), {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [tag.pk for tag in tags[1:]], "post": "yes"}
    root.post(reverse("admin:sessions_app_tag_changelist"), data)
    assert [(verb, name) for _who, verb, _kind, name in told()][:2] == [("add", "Boiler"), ("delete", "Boiler")]
    assert sorted(told()[2:]) == [("root", "delete", "tag", "Invoice"), ("root", "delete", "tag", "Pump")]


def test_a_deletion_that_fails_leaves_no_line(world: World, root: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = Tag.objects.create(name="Boiler")

    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("sessions_app.admin.operators.TagAdmin.delete_queryset", fails)
    with pytest.raises(RuntimeError):
        root.post(
            reverse("admin:sessions_app_tag_changelist"),
            {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"},
        )
    assert told() == []


def test_a_secret_is_never_written_only_that_it_changed(world: World, root: Browser) -> None:
    before = Widget.objects.get().identity_secret
    data = {"action": "new_secret", "_selected_action": [world.widget.pk]}
    root.post(reverse("admin:sessions_app_widget_changelist"), data)
    root.post(
        reverse("admin:sessions_app_user_add"),
        {"username": "emil", "password1": "A-long-word-7", "password2": "A-long-word-7", "usable_password": "true"},
    )
    assert [verb for _who, verb, _kind, _name in told()] == ["run", "add"]
    everything = "\n".join(AuditEntry.objects.values_list("detail", flat=True))
    for secret in (before, Widget.objects.get().identity_secret, "A-long-word-7", User.objects.get(username="emil").password):
        assert secret not in everything


def test_rights_and_disabling_of_accounts_have_lines_of_their_own(world: World, root: Browser) -> None:
    emil = User.objects.create_user("emil")
    right = Permission.objects.get(codename="view_report")
    change(root, emil, is_staff="on", user_permissions=[right.pk], first_name="Emil")
    assert sorted(verb for _who, verb, _kind, _name in told()) == ["change", "rights"]
    assert "staff status: False → True" in detail("rights")
    assert "Can see reports" in detail("rights")
    change(root, emil, is_active=None)
    assert told(verb="disable") == [("root", "disable", "user", "emil")]


def test_rights_of_a_set_of_permissions_are_told(world: World, root: Browser) -> None:
    leads = Permissions.objects.create(name="Leads")
    change(root, leads, permissions=[Permission.objects.get(codename="view_report").pk])
    assert told() == [("root", "rights", "auth.group", "Leads")]


def test_passwords_that_were_changed_are_told(world: World, root: Browser) -> None:
    emil = User.objects.create_user("emil", password="Emil", is_staff=True)
    new = {"password1": "A-long-word-7", "password2": "A-long-word-7", "usable_password": "true"}
    root.post(reverse("admin:auth_user_password_change", args=[emil.pk]), new)
    assert told() == [("root", "password", "user", "emil")]
    own = Browser()
    own.force_login(User.objects.get(pk=emil.pk))
    form = {"old_password": "wrong", "new_password1": "Another-word-8", "new_password2": "Another-word-8"}
    own.post("/admin/password_change/", form)
    assert len(told(verb="password")) == 1
    own.post("/admin/password_change/", form | {"old_password": "A-long-word-7"})
    assert told(verb="password")[1] == ("emil", "password", "user", "emil")
    assert User.objects.get(pk=emil.pk).check_password("Another-word-8")


def test_a_password_is_not_changed_when_its_line_cannot_be_written(
    world: World, root: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_columns: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(AuditEntry.objects, "create", fails)
    form = {"old_password": "Root", "new_password1": "Another-word-8", "new_password2": "Another-word-8"}
    with pytest.raises(RuntimeError):
        root.post("/admin/password_change/", form)
    assert User.objects.get(username="root").check_password("Root")


def test_reading_a_session_is_told_and_opening_the_list_is_not(world: World, root: Browser) -> None:
    session = row_of(world.active())
    root.get(reverse("admin:sessions_app_session_changelist"))
    assert told() == []
    root.get(reverse("admin:sessions_app_session_change", args=[session.pk]))
    assert told() == [("root", "read", "session", str(session.number))]


def test_an_export_tells_its_filter_and_rows(world: World, root: Browser) -> None:
    chosen = [row_of(world.session()).pk for _number in range(3)]
    data = {"action": "export_csv", "_selected_action": chosen[:2]}
    root.post(reverse("admin:sessions_app_session_changelist") + "?state__exact=waiting&q=Client", data)
    line = AuditEntry.objects.get(verb="export")
    assert (line.kind, line.detail, line.rows) == ("session", "state__exact=waiting&q=…", 2)


@pytest.mark.parametrize(("address", "name"), [("/console/login/", "anna"), ("/admin/login/", "root")])
def test_sign_ins_failures_and_sign_outs_are_told(world: World, root: Browser, address: str, name: str) -> None:
    browser = Browser()
    AuditEntry.objects.exclude(verb="").expire(AuditEntry.objects.latest("at").at.replace(year=2200))
    browser.post(address, {"username": name, "password": "wrong"})
    browser.post(address, {"username": "x" * 254, "password": "wrong"})
    browser.post(address, {"username": name, "password": name.capitalize()})
    browser.post("/console/logout/" if "console" in address else "/admin/logout/")
    lines = list(AuditEntry.objects.order_by("pk").values_list("verb", "user_name", "address"))
    assert lines == [
        ("sign_in_failed", name, "127.0.0.1"),
        ("sign_in_failed", "x" * 150, "127.0.0.1"),
        ("sign_in", name, "127.0.0.1"),
        ("sign_out", name, "127.0.0.1"),
    ]
    assert set(AuditEntry.objects.filter(verb="sign_in_failed").values_list("user", flat=True)) == {None}


def test_a_flood_of_sign_ins_is_told_but_fills_nothing(world: World) -> None:
    for _attempt in range(WRONG + 5):
        Browser().post("/console/login/", {"username": "anna", "password": "wrong"})
    why = list(AuditEntry.objects.filter(verb="sign_in_failed").order_by("pk").values_list("user_name", "detail"))
    assert why == [("anna", "invalid_login")] * WRONG + [("anna", "rate.exceeded")]


def test_a_right_password_on_the_wrong_page_is_a_failure(world: World) -> None:
    Browser().post("/admin/login/", {"username": "anna", "password": "Anna"})
    assert told() == [("anna", "sign_in_failed", "", "")]


def test_a_revoked_invitation_is_told_without_its_clients_name(world: World, root: Browser) -> None:
    run(invitation_create, world.anna, seconds=3600, name="Carla")
    invitation = Invitation.objects.get()
    root.post(reverse("admin:sessions_app_invitation_changelist"), {"action": "revoke", "_selected_action": [invitation.pk]})
    assert told() == [("root", "revoke", "invitation", f"#{invitation.pk}")]
    assert invitation.operator.name == "Anna"


@pytest.mark.parametrize("reader", ["en", "cs", "de"])
def test_lines_are_in_the_houses_language_whoever_acts(world: World, root: Browser, settings: Any, reader: str) -> None:
    """One audit for all: a search finds the same line whichever language the one who acted reads."""
    settings.HOUSE_LANGUAGE = "de"
    User.objects.filter(username="root").update(language=reader)
    response, session = CannedResponse.objects.create(shortcut="hello", text="Hello"), world.active()
    change(root, response, text="Good day")
    by = supervisor(account("sofia", right="sessions_app.steer_session"))
    with translation.override(reader):
        run(acts.act_redirect, by, session=session, reason="Ill", operator=world.boris.pk)
    assert detail("redirect") == "An: Boris\nIll"
    assert detail("change") == "Text: Hello → Good day"

"""Rights by group (A9): a bound supervisor with every permission finds nothing of another group on any page of the admin.

Goes through all registered models: a new one fails here until it has a rule, and a row of another group below.
"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group as Permissions
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from api.models import ApiToken
from api.webhooks.models import Delivery, Webhook
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.models import (
    AwayReason,
    Ban,
    CannedResponse,
    Client,
    Consent,
    ConsentText,
    Group,
    Invitation,
    LibraryItem,
    Operator,
    Result,
    Retention,
    Session,
    Share,
    Tag,
    User,
    Widget,
)
from sessions_app.selectors import supervised
from supervision.models import Alert, AlertRule, AuditEntry, StateSpan
from tests.world import World, row_of
from videocall.models import Call

MODELS = list(admin.site._registry)
COMMON = {CannedResponse, Result, Tag, AwayReason, Retention}
"""Rows of no group: whoever has the permission sees them."""
SHARED: dict[type[Model], dict[str, Any]] = {
    CannedResponse: {"shortcut": "hello", "text": "Hello"},
    Result: {"name": "Solved", "order": 1},
    Tag: {"name": "invoice"},
    AwayReason: {"name": "Lunch", "order": 1},
    Retention: {"kind": "link", "days": 3},
}
HIDDEN = {User, Permissions, Webhook, Delivery}
"""Bound supervisors see none: whoever changes accounts can become anyone, and webhooks tell of all groups."""
FOREIGN = ("Elsewhere", "Oskar", "Dora", "Far shop", "Far away")


@pytest.fixture
def bound(world: World) -> Browser:
    """Sofia has every permission there is, for the shop's group only."""
    sofia = User.objects.create_user("sofia", is_staff=True, all_groups=False)
    sofia.supervised_groups.add(world.group)
    sofia.user_permissions.set(Permission.objects.all())
    browser = Browser()
    browser.force_login(sofia)
    return browser


@pytest.fixture
def rows(world: World) -> dict[type[Model], tuple[Any, Any]]:
    """For each model with groups a row of the shop's group and one of the other."""
    now = timezone.now()
    far = Widget.objects.create(key="far", name="Far shop", group=world.other_group)
    dora = Client.objects.create(widget=far, name="Dora", created_at=now, token_hash="dora", token_until=now)
    own = row_of(world.active())
    foreign = Session.objects.create(
        widget=far, client=dora, group=world.other_group, entry="chat", created_at=now, state="active",
        operator_id=world.oskar.pk, accepted_at=now, topic="Far away",
    )  # fmt: skip
    people = [(Operator.objects.get(pk=world.anna.pk), own), (Operator.objects.get(pk=world.oskar.pk), foreign)]
    until = now + timedelta(hours=1)
    made: dict[type[Model], list[Any]] = {
        Group: [world.group, world.other_group],
        Widget: [world.widget, far],
        Session: [own, foreign],
        Client: [own.client, dora],
        Operator: [operator for operator, _session in people],
        User: [operator.user for operator, _session in people],
        Permissions: [Permissions.objects.create(name=name) for name in ("one", "two")],
    }
    for number, (operator, session) in enumerate(people):
        token = ApiToken.objects.create(name=f"CRM {number}", prefix="cc_abcd", token_hash=f"{number}", scopes=["reports"])
        token.groups.add(session.group)
        made.setdefault(ApiToken, []).append(token)
        hook = Webhook.objects.create(name=f"CRM {number}", url="https://crm.example/", secret="x")
        made.setdefault(Webhook, []).append(hook)
        made.setdefault(Delivery, []).append(
            Delivery.objects.create(
                webhook=hook, event_id=f"{number}", type="call.ended", key=f"{number}", body="{}", created_at=now, due_at=now
            )
        )
        text = ConsentText.objects.create(sha256=f"{number}", text=f"May we, {session.group}?", created_at=now)
        Consent.objects.create(session=session, text=text, answer=True, at=now)
        made.setdefault(ConsentText, []).append(text)
        made.setdefault(Invitation, []).append(
            Invitation.objects.create(
                operator=operator,
                widget=session.widget,
                created_at=now,
                expires_at=until,
                token_hash=f"t{number}",
                code_hash=f"c{number}",
            )
        )
        made.setdefault(Ban, []).append(Ban.objects.create(client=session.client, operator=operator, reason="x", created_at=now))
        made.setdefault(Call, []).append(Call.objects.create(session=session, operator=operator, state="ended", created_at=now))
        made.setdefault(LibraryItem, []).append(
            LibraryItem.objects.create(
                owner=operator, name=operator.name, kind="link", url="https://x.example", state="ready", created_at=now
            )
        )
        made.setdefault(AlertRule, []).append(
            AlertRule.objects.create(name=f"Queue of {session.group}", measure="waiting", threshold=5, group=session.group)
        )
        made.setdefault(Alert, []).append(Alert.objects.create(rule=made[AlertRule][-1], fired_at=now, value=6))
        made.setdefault(StateSpan, []).append(
            StateSpan.objects.create(operator=operator, state="online", since=now, until=until, role="operator")
        )
    return {model: (two[0], two[1]) for model, two in made.items()}


def page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def names(models: list[type[Model]]) -> Any:
    return pytest.mark.parametrize("model", models, ids=lambda model: model._meta.model_name)


def test_every_page_of_the_admin_is_bound_to_groups_and_audited() -> None:
    for model, site in admin.site._registry.items():
        assert isinstance(site, SupervisedAdmin), f"{model.__name__}: derive its admin from SupervisedAdmin"
        assert model in supervised.RULES, f"{model.__name__}: add its rule, in AppConfig.ready or selectors/supervised.py"


@names([model for model in MODELS if model not in COMMON])
def test_nothing_of_another_group_is_on_any_page(
    model: type[Model], world: World, rows: dict[type[Model], tuple[Any, Any]], bound: Browser
) -> None:
    own, foreign = rows[model]
    shown = {row.pk for row in bound.get(page(model, "changelist")).context["cl"].result_list}
    assert shown >= ({own.pk} if model not in HIDDEN else set())
    assert foreign.pk not in shown
    for name in ("change", "history", "delete"):
        refusals = (403, 404) if name == "delete" else (404,)  # 403: nobody deletes here
        assert bound.get(page(model, name, foreign.pk)).status_code in refusals, name
        assert bound.post(page(model, name, foreign.pk), {"post": "yes"}).status_code in (403, 404), name
        assert bound.get(page(model, name, own.pk)).status_code in ((403, 404) if model in HIDDEN else (200, 403)), name


@names([model for model in MODELS if model not in COMMON])
def test_no_action_reaches_a_row_of_another_group(
    model: type[Model], world: World, rows: dict[type[Model], tuple[Any, Any]], bound: Browser
) -> None:
    foreign = rows[model][1]
    before = model._default_manager.filter(pk=foreign.pk).values().get()
    site = admin.site._registry[model]
    request = bound.get(page(model, "changelist")).wsgi_request
    for action in site.get_actions(request):
        for every in ("0", "1"):
            data = {"action": action, "_selected_action": [foreign.pk], "select_across": every, "post": "yes"}
            if every == "0" or action != "delete_selected":
                bound.post(page(model, "changelist"), data | {"operator": world.anna.pk, "reason": "because"})
    assert model._default_manager.filter(pk=foreign.pk).values().get() == before


@names([model for model in MODELS if model not in HIDDEN | {Call, Invitation, Ban, StateSpan, Alert}])
def test_lists_filters_and_forms_name_nothing_of_another_group(
    model: type[Model], world: World, rows: dict[type[Model], tuple[Any, Any]], bound: Browser
) -> None:
    pages = [page(model, "changelist"), page(model, "add")]
    if model in rows:
        pages.append(page(model, "change", rows[model][0].pk))
    for address in pages:
        answer = bound.get(address)
        assert answer.status_code in (200, 403)
        words = answer.content.decode()
        assert [name for name in FOREIGN if name in words] == [], address


def test_filters_of_other_lists_offer_own_rows_only(world: World, rows: Any, bound: Browser) -> None:
    for model in (Call, Invitation, Ban, StateSpan, Alert):
        words = bound.get(page(model, "changelist")).content.decode()
        assert [name for name in FOREIGN if name in words] == []


def test_a_foreign_choice_that_is_posted_is_refused(world: World, rows: Any, bound: Browser) -> None:
    data = {"name": "Mine", "group": world.other_group.pk}
    answer = bound.post(page(Widget, "add"), data)
    assert "group" in answer.context["adminform"].form.errors
    assert not Widget.objects.filter(name="Mine").exists()


def test_memberships_in_other_groups_stay_when_an_operator_is_saved(world: World, bound: Browser) -> None:
    anna = Operator.objects.get(pk=world.anna.pk)
    anna.groups.add(world.other_group)
    shown = bound.get(page(Operator, "change", anna.pk)).context["adminform"].form
    data = {name: shown[name].value() for name in shown.fields if shown[name].value() not in (None, False)}
    answer = bound.post(page(Operator, "change", anna.pk), data | {"name": "Anne", "groups": [world.group.pk]})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    anna.refresh_from_db()
    assert anna.name == "Anne"
    assert set(anna.groups.all()) == {world.group, world.other_group}


def test_the_account_of_an_operator_who_serves_other_groups_too_is_not_changed(world: World, bound: Browser) -> None:
    anna = Operator.objects.get(pk=world.anna.pk)
    assert "username" in bound.get(page(Operator, "change", anna.pk)).context["adminform"].form.fields
    anna.groups.add(world.other_group)
    assert "username" not in bound.get(page(Operator, "change", anna.pk)).context["adminform"].form.fields
    taken = {"name": "Anna", "groups": [world.group.pk], "chat_limit": 3, "active": "on", "username": "mine", "email": "",
             "password_choice": "set", "password": "A-long-word-7"}  # fmt: skip
    bound.post(page(Operator, "change", anna.pk), taken)
    anna.user.refresh_from_db()
    assert anna.user.username == "anna"
    assert anna.user.check_password("Anna")


def test_an_operator_who_serves_other_groups_too_is_not_closed_or_deleted(world: World, bound: Browser) -> None:
    anna = Operator.objects.get(pk=world.anna.pk)
    anna.groups.add(world.other_group)
    assert bound.get(page(Operator, "delete", anna.pk)).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [anna.pk], "post": "yes"}
    assert bound.post(page(Operator, "changelist"), data).status_code == 403
    kept = {"name": "Anna", "groups": [world.group.pk], "chat_limit": 4}
    assert bound.post(page(Operator, "change", anna.pk), kept).status_code == 302
    anna.refresh_from_db()
    assert (anna.active, anna.chat_limit) == (True, 4)


@names(sorted(COMMON, key=lambda model: model.__name__))
def test_what_all_groups_share_is_read_only_for_a_bound_supervisor(model: type[Model], world: World, bound: Browser) -> None:
    row = model._default_manager.first() or model._default_manager.create(**SHARED[model])
    before = model._default_manager.values()
    assert bound.get(page(model, "changelist")).status_code == 200
    assert bound.get(page(model, "change", row.pk)).status_code == 200
    for name, args in (("add", ()), ("change", (row.pk,)), ("delete", (row.pk,))):
        assert bound.post(page(model, name, *args), SHARED[model] | {"post": "yes"}).status_code == 403, name
    bound.post(page(model, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert list(model._default_manager.values()) == list(before)


def test_the_common_library_is_read_only_for_a_bound_supervisor(world: World, rows: Any, bound: Browser) -> None:
    common = LibraryItem.objects.create(
        name="Prices", kind="link", url="https://x.example", state="ready", created_at=timezone.now()
    )
    assert bound.get(page(LibraryItem, "change", common.pk)).status_code == 200
    assert bound.get(page(LibraryItem, "add")).status_code == 403
    assert bound.post(page(LibraryItem, "delete", common.pk), {"post": "yes"}).status_code == 403
    own = rows[LibraryItem][0]
    both = {"action": "delete_selected", "_selected_action": [common.pk, own.pk], "post": "yes"}
    assert bound.post(page(LibraryItem, "changelist"), both).status_code == 403
    assert LibraryItem.objects.filter(pk__in=[common.pk, own.pk]).count() == 2
    assert bound.post(page(LibraryItem, "delete", own.pk), {"post": "yes"}).status_code == 302


def test_a_bound_supervisor_adds_no_group(world: World, bound: Browser) -> None:
    assert bound.get(page(Group, "add")).status_code == 403


def test_exports_have_own_sessions_only(world: World, rows: Any, bound: Browser) -> None:
    own, foreign = rows[Session]
    data = {"action": "export_csv", "_selected_action": [own.pk, foreign.pk], "select_across": "1"}
    answer: Any = bound.post(page(Session, "changelist"), data)
    lines = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [line["number"] for line in lines] == [str(own.number)]


def test_a_file_of_another_group_is_not_there(world: World, rows: Any, bound: Browser) -> None:
    files = [
        Share.objects.create(
            session=session,
            kind="link",
            name="Manual",
            url="https://x.example",
            state="ready",
            role="operator",
            created_at=timezone.now(),
        )
        for session in rows[Session]
    ]
    found = [bound.get(reverse("admin:sessions_app_share_open", args=[file.public_id])).status_code for file in files]
    assert found == [302, 404]
    items = [
        bound.get(reverse("admin:sessions_app_libraryitem_open", args=[item.public_id])).status_code for item in rows[LibraryItem]
    ]
    assert items == [302, 404]
    assert [line.target_id for line in AuditEntry.objects.filter(verb="download", kind="share")] == [files[0].pk]


def test_reports_count_and_name_own_groups_only(world: World, rows: Any, bound: Browser) -> None:
    for by in ("group", "operator", "widget"):
        answer = bound.get(reverse("reports"), {"by": by, "format": "json"}).json()
        assert answer["total"]["offered"] == 1
        assert not {row["key"] for row in answer["rows"]} & set(FOREIGN)
    words = bound.get(reverse("reports")).content.decode()
    assert [name for name in FOREIGN if name in words] == []
    for query in ({"group": "Elsewhere"}, {"group": str(world.other_group.pk)}, {"operator": "Oskar"}, {"widget": "far"}):
        assert bound.get(reverse("reports"), query).status_code == 400


@names(MODELS)
def test_an_operator_a_stranger_and_staff_without_rights_get_none_of_it(model: type[Model], world: World) -> None:
    User.objects.create_user("emil", password="Emil", is_staff=True)
    addresses = [page(model, "changelist"), page(model, "add"), page(model, "change", 1), page(model, "history", 1)]
    browser = Browser()
    assert {browser.get(address).status_code for address in addresses} == {302}
    browser.login(username="anna", password="Anna")
    assert {browser.get(address).status_code for address in addresses} == {302}
    browser.login(username="emil", password="Emil")
    assert {browser.get(address).status_code for address in addresses} <= {403, 404}


def test_reports_and_exports_have_rights_of_their_own(world: World) -> None:
    emil = User.objects.create_user("emil", is_staff=True)
    browser = Browser()
    browser.force_login(emil)
    emil.user_permissions.set(Permission.objects.filter(codename="view_session"))
    assert browser.get(reverse("reports")).status_code == 403
    emil.user_permissions.add(Permission.objects.get(codename="view_report"))
    assert browser.get(reverse("reports")).status_code == 200
    for kind in ("csv", "json"):
        assert browser.get(reverse("reports"), {"format": kind}).status_code == 403
    emil.user_permissions.add(Permission.objects.get(codename="export_session"))
    assert browser.get(reverse("reports"), {"format": "csv"}).status_code == 200
    assert AuditEntry.objects.get(verb="export").kind == "report"

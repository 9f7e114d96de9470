"""Webhooks in the admin: the secret is shown once, addresses are refused in words, every act is in the audit, and each right is checked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group as Role
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from standardwebhooks import Webhook as Signer

from api.webhooks import addresses
from api.webhooks.models import Delivery, Webhook
from api.webhooks.secrets import decrypt
from api.webhooks.services.outbox import record
from contactcenter import supervisors
from contactcenter.realtime.group_commit import perform
from sessions_app.models import User
from supervision.models import AuditEntry
from tests.api.webhooks.conftest import MakeWebhook
from tests.world import World

ADD = "/admin/webhooks/webhook/add/"


def sign_in(name: str = "sofia", *, role: bool = True, **columns: Any) -> Browser:
    user = User.objects.create_user(name, is_staff=True, **columns)
    if role:
        user.groups.add(Role.objects.get(name=supervisors.NAME))
    browser = Browser()
    browser.force_login(user)
    return browser


def form(**fields: Any) -> dict[str, Any]:
    return {"name": "CRM", "url": "https://8.8.8.8/events", "events": ["session.created"], "active": "on"} | fields


def audit() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(kind="webhook").order_by("pk").values_list("verb", "detail"))


def act(webhook: Webhook, name: str) -> str:
    return reverse("admin:webhook-act", args=[webhook.pk, name])


def test_a_new_webhooks_secret_is_shown_once_and_stored_encrypted(world: World) -> None:
    browser = sign_in()
    page = browser.post(ADD, form(events=["session.created", "call.ended"], groups=[world.group.pk])).content.decode()
    row = Webhook.objects.get()
    (secret,) = re.findall(r"whsec_[\w+/=]+", page)
    assert decrypt(row.secret) == secret
    assert Signer(secret)
    assert (row.events, list(row.groups.all())) == (["session.created", "call.ended"], [world.group])
    change = reverse("admin:webhooks_webhook_change", args=[row.pk])
    again = browser.get(change).content.decode()
    assert "whsec_" not in again
    assert row.secret not in again
    ((verb, detail),) = audit()
    assert (verb, secret in detail, row.secret in detail) == ("add", False, False)


@pytest.mark.parametrize(
    "url", ["https://169.254.169.254/", "http://8.8.8.8/", "https://user:x@8.8.8.8/", "https://[::ffff:10.0.0.1]/"]
)
def test_a_refused_address_is_not_saved_and_the_form_says_why(world: World, settings: Any, url: str) -> None:
    settings.DEVELOPMENT = False
    page = sign_in().post(ADD, form(url=url)).content.decode()
    assert "errorlist" in page
    assert not Webhook.objects.exists()


def test_a_hosts_addresses_are_looked_up_before_the_forms_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    depths = []
    monkeypatch.setattr(addresses, "resolve", lambda _host, _port: [depths.append(len(connection.savepoint_ids)), "8.8.8.8"][1:])
    browser, outside = sign_in(), len(connection.savepoint_ids)
    assert browser.post(ADD, form(url="https://crm.example/events")).status_code == 200
    assert Webhook.objects.get().url == "https://crm.example/events"
    assert depths == [outside]


def test_a_host_nobody_knows_is_refused_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, _port: int) -> list[str]:
        raise addresses.UnknownHostError(f"{host} can’t be found.")

    monkeypatch.setattr(addresses, "resolve", unknown)
    assert "crm.example can’t be found." in sign_in().post(ADD, form(url="https://crm.example/events")).content.decode()
    assert not Webhook.objects.exists()


def test_who_may_not_set_up_webhooks_has_no_host_looked_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(addresses, "resolve", lambda host, _port: asked.append(host) or [])
    assert sign_in("petr", role=False).post(ADD, form(url="https://crm.example/events")).status_code == 403
    assert asked == []


def test_switching_it_on_again_forgets_why_it_was_off(world: World, make_webhook: MakeWebhook) -> None:
    webhook = make_webhook("https://8.8.8.8/events", active=False, off_reason="410", failures=7)
    sign_in().post(reverse("admin:webhooks_webhook_change", args=[webhook.pk]), form())
    webhook.refresh_from_db()
    assert (webhook.active, webhook.off_reason, webhook.failures) == (True, "", 0)
    assert "enable" in [verb for verb, _detail in audit()]


def test_a_test_is_sent_from_its_page(world: World, make_webhook: MakeWebhook) -> None:
    webhook, browser = make_webhook(), sign_in()
    assert "webhook.test" in browser.get(act(webhook, "test")).content.decode()
    assert not Delivery.objects.exists()
    page = browser.post(act(webhook, "test"), follow=True).content.decode()
    assert Delivery.objects.get().type == "webhook.test"
    assert "webhook.test" in page
    assert audit() == [("run", "Sent a test.")]


def test_a_new_secret_is_shown_once_and_the_old_one_is_kept_for_a_day(world: World, make_webhook: MakeWebhook) -> None:
    webhook, browser = make_webhook(), sign_in()
    old = webhook.secret
    page = browser.post(act(webhook, "rotate")).content.decode()
    webhook.refresh_from_db()
    assert decrypt(webhook.secret) in re.findall(r"whsec_[\w+/=]+", page)
    assert (webhook.old_secret, webhook.old_secret_until is not None) == (old, True)
    assert audit() == [("run", "Made a new secret.")]


def test_what_was_given_up_is_sent_again_with_the_same_id(world: World, make_webhook: MakeWebhook) -> None:
    webhook, browser = make_webhook(), sign_in()
    for state in ("failed", "delivered", "failed"):
        perform(record, event="session.created", about="session:a", data={})
        Delivery.objects.filter(state="pending").update(state=state, tries=10)
    ids = list(Delivery.objects.values_list("event_id", flat=True))
    browser.post(act(webhook, "replay"))
    assert list(Delivery.objects.order_by("pk").values_list("state", "tries")) == [
        ("pending", 0),
        ("delivered", 10),
        ("pending", 0),
    ]
    one = Delivery.objects.get(state="delivered")
    chosen = {"action": "send_again", "_selected_action": [one.pk]}
    browser.post(reverse("admin:webhooks_delivery_changelist"), chosen)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"pending"}
    assert list(Delivery.objects.values_list("event_id", flat=True)) == ids
    assert len(audit()) == 2


def test_the_newest_hundred_deliveries_are_on_a_page_with_what_became_of_them(world: World, make_webhook: MakeWebhook) -> None:
    webhook, browser = make_webhook(), sign_in()
    for _number in range(3):
        perform(record, event="session.created", about="session:a", data={})
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(refused=True, trouble="crm.example is 10.0.0.1", tries=1)  # type: ignore[union-attr]
    page = browser.get(f"{reverse('admin:webhooks_delivery_changelist')}?webhook__id__exact={webhook.pk}").content.decode()
    assert page.count("session.created") >= 3
    assert "refused" in page
    assert "crm.example is 10.0.0.1" in page
    detail = browser.get(reverse("admin:webhooks_delivery_change", args=[Delivery.objects.first().pk]))  # type: ignore[union-attr]
    assert "evt_" in detail.content.decode()


def test_a_deleted_webhook_takes_its_deliveries_along(world: World, make_webhook: MakeWebhook) -> None:
    webhook, browser = make_webhook(), sign_in()
    perform(record, event="session.created", about="session:a", data={})
    browser.post(reverse("admin:webhooks_webhook_delete", args=[webhook.pk]), {"post": "yes"})
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()
    assert [verb for verb, _detail in audit()] == ["delete"]


def test_a_supervisor_of_some_groups_and_staff_without_the_right_see_nothing(world: World, make_webhook: MakeWebhook) -> None:
    webhook = make_webhook()
    perform(record, event="session.created", about="session:a", data={})
    bound = sign_in("bound", all_groups=False)
    nobody = sign_in("nobody", role=False)
    pages = [
        ADD,
        reverse("admin:webhooks_webhook_change", args=[webhook.pk]),
        reverse("admin:webhooks_delivery_change", args=[Delivery.objects.get().pk]),
        *(act(webhook, name) for name in ("test", "rotate", "replay", "other")),
    ]
    for browser in (bound, nobody):
        assert {browser.get(page).status_code for page in pages} <= {403, 404}
        assert {browser.post(page, form()).status_code for page in pages} <= {403, 404}
    assert "crm.example" not in bound.get(reverse("admin:webhooks_webhook_changelist")).content.decode()
    assert (Webhook.objects.count(), Delivery.objects.count(), audit()) == (1, 1, [])


def test_who_may_only_look_can_do_nothing(world: World, make_webhook: MakeWebhook) -> None:
    webhook = make_webhook()
    browser = sign_in("viewer", role=False)
    User.objects.get(username="viewer").user_permissions.add(Permission.objects.get(codename="view_webhook"))
    assert browser.get(reverse("admin:webhooks_webhook_change", args=[webhook.pk])).status_code == 200
    assert {browser.post(act(webhook, name)).status_code for name in ("test", "rotate", "replay")} == {404}

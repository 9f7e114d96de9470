"""Where webhooks may go: hostile addresses are refused in words when they're saved, and again when the connection is made."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from api.webhooks import addresses, http_client
from api.webhooks.addresses import AddressRefusedError, UnknownHostError, checked, is_public, target
from api.webhooks.http_client import ExchangeError
from api.webhooks.models import Delivery, Webhook
from api.webhooks.services.outbox import record
from contactcenter.realtime.group_commit import perform
from sessions_app.models import Group, Widget
from tests.api.webhooks.conftest import MakeWebhook
from tests.api.webhooks.sending import send
from tests.servers.receiver import Receiver

HOSTILE = [
    "http://crm.example/",
    "ftp://crm.example/",
    "file:///etc/passwd",
    "gopher://crm.example/",
    "//crm.example/",
    "crm.example",
    "https://",
    "https:///events",
    "https://user@crm.example/",
    "https://user:password@crm.example/",
    "https://crm.example@169.254.169.254/",
    "https://crm.example\\@127.0.0.1/",
    "https://crm.example/#@127.0.0.1/",
    "https://crm.example:22/",
    "https://crm.example:99999/",
    "https://crm.example:x/",
    "https://crm.example/a b",
    "https://crm.example/\r\nHost: other",
    "https://%31%32%37.0.0.1/",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://169.254.169.254/latest/meta-data/",
    "https://172.16.0.1/",
    "https://192.0.0.192/",
    "https://192.168.1.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::1]/",
    "https://[2001:0:a9fe:a9fe::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[100::1]/",
    "https://" + "a" * 600 + ".example/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
]


@pytest.fixture(autouse=True)
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production; and no test asks a real name server."""
    settings.DEVELOPMENT = False
    settings.WEBHOOK_ALLOW = []
    names(monkeypatch, {"crm.example": ["203.0.114.7"], "localhost": ["127.0.0.1", "::1"]})


def names(monkeypatch: pytest.MonkeyPatch, known: dict[str, list[str]]) -> list[str]:
    """Resolve these names only; numeric hosts as the system does. Returns the names that are asked for."""
    asked: list[str] = []
    system = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        if host in known:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]
        if host.endswith(".example"):
            raise socket.gaierror
        return system(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("url", HOSTILE)
def test_it_is_refused_in_words_before_it_is_saved_and_before_anything_is_sent(url: str) -> None:
    with pytest.raises(AddressRefusedError) as refusal:
        checked(target(url))
    assert str(refusal.value).endswith((".", "events"))
    with pytest.raises(ExchangeError) as unsent:
        asyncio.run(http_client.post(url, b"{}", {}))
    assert unsent.value.refused
    assert str(unsent.value) == str(refusal.value)


def test_a_public_host_is_fine_and_an_unknown_one_is_said_to_be_unknown() -> None:
    assert checked(target("https://crm.example/events?x=1")) == ["203.0.114.7"]
    assert checked(target("https://8.8.8.8/")) == ["8.8.8.8"]
    assert checked(target("https://[2606:4700::1111]:8443/")) == ["2606:4700::1111"]
    with pytest.raises(UnknownHostError, match=r"nowhere.example can’t be found"):
        checked(target("https://nowhere.example/"))


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"mixed.example": ["203.0.114.7", "10.0.0.7"]})
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.7"):
        checked(target("https://mixed.example/"))


@pytest.mark.parametrize("answer", ["169.254.169.254", "::ffff:10.0.0.1", "fe80::1%eth0", "not an address"])
def test_a_name_that_leads_inside_is_refused_whatever_it_is_called(answer: str) -> None:
    with pytest.raises(AddressRefusedError):
        checked(target("https://crm.example/"), lambda _host, _port: [answer])


def test_an_administrator_allows_a_network_and_no_other(settings: Any) -> None:
    settings.WEBHOOK_ALLOW = [ip_network("10.1.2.0/24")]
    assert checked(target("https://10.1.2.3/")) == ["10.1.2.3"]
    assert checked(target("https://[::ffff:10.1.2.3]/")) == ["::ffff:a01:203"]
    for url in ("https://10.1.3.3/", "http://10.1.2.3/"):
        with pytest.raises(AddressRefusedError):
            checked(target(url))


def test_plain_http_is_for_this_machine_in_development_or_where_it_is_allowed(settings: Any) -> None:
    with pytest.raises(AddressRefusedError):
        checked(target("http://127.0.0.1:8080/"))
    settings.WEBHOOK_ALLOW = [ip_network("127.0.0.0/8")]
    assert checked(target("http://127.0.0.1:8080/"))
    settings.WEBHOOK_ALLOW, settings.DEVELOPMENT = [], True
    assert checked(target("http://127.0.0.1:8080/"))
    with pytest.raises(AddressRefusedError):
        checked(target("http://8.8.8.8/"))


def test_the_connection_is_made_to_the_checked_address_whatever_the_name_says_later(
    settings: Any, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """A rebinding name server: a good address for the check, another one for whoever asks again."""
    settings.WEBHOOK_ALLOW = [ip_network("127.0.0.1/32")]
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    monkeypatch.setattr(addresses, "resolve", rebinding)
    answer = asyncio.run(http_client.post(f"http://crm.example:{receiver.port}/events", b"{}", {}))
    assert (answer.status, asked) == (204, ["crm.example"])
    assert receiver.received[0].headers["host"] == f"crm.example:{receiver.port}"
    with pytest.raises(ExchangeError) as refusal:
        asyncio.run(http_client.post(f"http://crm.example:{receiver.port}/events", b"{}", {}))
    assert refusal.value.refused
    assert len(receiver.received) == 1


def test_a_name_that_turns_inside_after_it_was_saved_is_shown_as_refused(
    transactional_db: None, make_webhook: MakeWebhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_webhook("https://crm.example/events")
    names(monkeypatch, {"crm.example": ["169.254.169.254"]})
    perform(record, event="session.created", about="session:a", data={})
    send()
    row = Delivery.objects.get()
    assert (row.refused, row.state, row.status) == (True, "pending", None)
    assert "169.254.169.254" in row.trouble


@pytest.mark.parametrize("address", ["1.1.1.1", "203.0.114.1", "2a00:1450::1", "2606:4700::1111"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(addresses.ip_address(address))


def test_the_command_prints_the_secret_once_and_refuses_in_words(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("webhook", "https://crm.example/events", events="session.created,call.ended")
    assert capsys.readouterr().out.startswith("whsec_")
    row = Webhook.objects.get()
    assert (row.url, row.events, row.name) == ("https://crm.example/events", ["session.created", "call.ended"], "crm.example")
    for url, events in [
        ("https://10.0.0.1/", "session.created"),
        ("https://nowhere.example/", "session.created"),
        ("https://crm.example/", "session.exploded"),
        ("https://crm.example/", ""),
    ]:
        with pytest.raises(CommandError):
            call_command("webhook", url, events=events)
    assert Webhook.objects.count() == 1


def test_the_command_takes_this_machine_beside_the_demo_data_only(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    url = "http://127.0.0.1:9000/events"
    with pytest.raises(CommandError, match="private or reserved network"):
        call_command("webhook", url, events="call.ended")
    Widget.objects.create(name="Demo", key="demo", group=Group.objects.create(name="Service desk"))
    call_command("webhook", url, events="call.ended")
    assert capsys.readouterr().out.startswith("whsec_")
    with pytest.raises(CommandError, match="private or reserved network"):
        call_command("webhook", "http://10.0.0.1/", events="call.ended")

"""Data for the frame outside the socket: offered times, entries, and what is kept of the client's address."""

import json
import re

from django.core.cache import cache

from contactcenter.realtime.network_address import of_request, of_scope
from sessions_app.auth import request_info
from sessions_app.models import Client
from sessions_app.selectors.availability import availability
from sessions_app.selectors.own_texts import own_text


def slots(client, world, zone=""):
    return client.get(f"/widget/{world.widget.key}/slots/", {"zone": zone}).json()


def test_the_offered_times_cover_a_week_in_utc(world, client):
    answer = slots(client, world, "Europe/Prague")
    assert answer["now"] is True
    assert 7 * 24 - 2 <= len(answer["slots"]) <= 7 * 24 + 1
    assert all(slot["start"].endswith("Z") and slot["start"] < slot["end"] for slot in answer["slots"])


def test_an_unknown_time_zone_gets_the_groups_times(world, client):
    assert slots(client, world, "../etc/passwd")["slots"]


def test_a_group_without_hours_offers_no_times(world, client):
    world.close_hours()
    assert slots(client, world) == {"now": False, "slots": []}


def test_an_unknown_widget_has_no_times(client, db):
    assert client.get("/widget/nothing/slots/").status_code == 404


def frame_of(client, world):
    page = client.get(f"/widget/{world.widget.key}/frame/")
    return page, json.loads(re.search(r'id="widget-data" type="application/json">(.*?)</script>', page.content.decode())[1])


def test_the_frame_knows_every_entry_and_why_one_is_unavailable(world, client):
    world.close_hours()
    _page, data = frame_of(client, world)
    assert data["entries"] == [{"name": name} for name in world.widget.entries]
    assert data["available"]["state"] == "offline"
    assert data["available"]["entries"]["chat"] == data["available"]["reason"] == "We are closed."
    assert (data["country"], data["dial"]) == ("CZ", 420)


def test_a_widget_can_hide_answers_from_the_website_and_passes_on_its_looks(world, client):
    _page, data = frame_of(client, world)
    assert (data["preview"], data["alerts"]) == (True, True)
    assert "iframe[data-size=" in data["frameStyle"]
    world.widget.message_preview = world.widget.message_alerts = False
    world.widget.save()
    _page, data = frame_of(client, world)
    assert (data["preview"], data["alerts"]) == (False, False)


def test_the_frame_and_the_window_it_opens_can_talk_to_each_other(world, client):
    page, _data = frame_of(client, world)
    assert page.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert client.get("/").headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_visitor_without_a_socket_gets_the_availability(world, client):
    cache.clear()
    address = f"/widget/{world.widget.key}/availability/"
    answer = client.get(address)
    assert answer.json() == json.loads(json.dumps(availability(world.widget)))
    assert answer.headers["Cache-Control"] == "no-store"
    world.close_hours()
    cache.clear()
    assert client.get(address).json()["state"] == "offline"
    assert client.get("/widget/nothing/availability/").status_code == 404


def test_only_a_keyed_hash_of_the_network_address_is_kept(world, client):
    answer = client.post(f"/widget/{world.widget.key}/client/", headers={"origin": "http://testserver"})
    assert answer.status_code == 201
    kept = Client.objects.get(public_id=answer.json()["client"]).address
    assert kept == request_info.address_hash("127.0.0.1")
    assert "127" not in kept[:3]
    assert len(kept) == 64


def test_all_addresses_of_a_network_have_one_hash():
    assert len({request_info.address_hash(f"2001:db8:1:2::{host:x}") for host in range(60)}) == 1
    assert (
        request_info.address_hash("::ffff:192.0.2.1")
        == request_info.address_hash("192.0.2.1")
        != request_info.address_hash("192.0.2.2")
    )


def test_sockets_and_pages_see_the_same_address(settings, rf):
    settings.TRUSTED_PROXIES = 1
    forwarded = "203.0.113.9, 198.51.100.7"
    scope = {"client": ["10.0.0.1", 5], "headers": [(b"x-forwarded-for", forwarded.encode())]}
    assert of_scope(scope) == of_request(rf.get("/", headers={"x-forwarded-for": forwarded})) == "198.51.100.7"
    settings.TRUSTED_PROXIES = 0
    assert of_scope(scope) == "10.0.0.1"


CZECH = {
    "greeting": {"cs": "Dobrý den, jak vám pomůžeme?"},
    "launcher": {"cs": "Napište nám"},
    "consent_text": {"cs": "Konverzaci uchováme rok."},
    "privacy_url": {"cs": "https://shop.example/soukromi"},
}
ENGLISH = ("Hello, how can we help?", "We keep this chat for a year.", "https://shop.example/privacy")


def in_czech(world):
    world.widget.greeting, world.widget.consent_text, world.widget.privacy_url = ENGLISH
    world.widget.launcher, world.widget.translations = "Write to us", CZECH
    world.widget.save()


def texts_of(client, world, language):
    address = f"/widget/{world.widget.key}/frame/"
    page = client.get(address, {"lang": language})
    data = json.loads(re.search(r'id="widget-data" type="application/json">(.*?)</script>', page.content.decode())[1])
    return data["greeting"], data["consent"], data["privacy"]


def test_the_supervisors_texts_are_in_the_language_of_the_page(world, client):
    in_czech(world)
    assert texts_of(client, world, "cs") == tuple(CZECH[column]["cs"] for column in ("greeting", "consent_text", "privacy_url"))
    assert texts_of(client, world, "cs-CZ")[0] == CZECH["greeting"]["cs"]
    assert texts_of(client, world, "de") == texts_of(client, world, "en") == ENGLISH


def test_the_launcher_reads_like_the_page_it_opens(world, client):
    in_czech(world)
    for language, words in (("cs", "Napište nám"), ("en", "Write to us"), ("de", "Write to us")):
        loader = client.get(f"/widget.js?key={world.widget.key}", headers={"Accept-Language": language}).content.decode()
        assert f'"launcher": "{words}"' in loader


def test_their_texts_come_with_the_widget(world, django_assert_num_queries):
    in_czech(world)
    world.widget.refresh_from_db()
    with django_assert_num_queries(0):
        assert own_text(world.widget, "greeting", "cs").text == CZECH["greeting"]["cs"]

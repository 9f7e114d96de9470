"""The ledger of consents: each answer with the version of the text; shown in the session, and kept without a name."""

from __future__ import annotations

from typing import Any

from sessions_app.actor import SYSTEM
from sessions_app.models import Client, Consent, ConsentText, Widget
from sessions_app.privacy.export import client_export
from sessions_app.privacy.services.erasure import client_erase
from sessions_app.services import closing, entry
from tests.world import World, refused, run


def asks(text: str, privacy_url: str = "") -> None:
    Widget.objects.update(consent_text=text, privacy_url=privacy_url)


def test_a_changed_text_is_a_new_version_and_an_unchanged_one_is_kept_once(world: World) -> None:
    asks("We keep this chat.")
    first = world.closed(consent=True)
    second = world.closed(world.david, consent=True)
    asks("We keep this chat for a year.")
    third = world.closed(consent=True)
    versions = {each.session.public_id: each.text.text for each in Consent.objects.select_related("session", "text")}
    assert versions == {first: "We keep this chat.", second: "We keep this chat.", third: "We keep this chat for a year."}
    assert ConsentText.objects.count() == 2
    assert all(each.answer and each.language == "en" and each.at for each in Consent.objects.all())


def test_another_privacy_page_is_another_version(world: World) -> None:
    asks("We keep this chat.", "https://shop.example/privacy")
    world.closed(consent=True)
    asks("We keep this chat.", "https://shop.example/privacy-2")
    world.closed(consent=True)
    assert set(ConsentText.objects.values_list("privacy_url", flat=True)) == {
        "https://shop.example/privacy",
        "https://shop.example/privacy-2",
    }


def test_where_nobody_is_asked_nothing_is_recorded(world: World) -> None:
    world.enter(consent=True)
    assert not Consent.objects.exists()


def test_who_does_not_consent_does_not_enter(world: World) -> None:
    asks("We keep this chat.")
    assert refused(entry.entry_start, world.carla, entry="chat").code == "entry.consent"
    assert not Consent.objects.exists()


def test_a_message_that_is_left_has_its_consent(world: World) -> None:
    asks("We keep this message.")
    for _ in range(2):
        run(entry.message_leave, world.carla, message="Call me", consent=True)
    assert Consent.objects.count() == 2


def test_it_is_in_the_export_and_outlives_the_erasure(world: World) -> None:
    asks("We keep this chat.")
    session = world.active(consent=True)
    run(closing.session_end, world.anna, session=session)
    run(closing.session_wrapup, world.anna, session=session)
    client = Client.objects.get(pk=world.carla.pk)
    (consent,) = client_export(client)["sessions"][0]["consents"]
    assert (consent["text"], consent["answer"], consent["language"]) == ("We keep this chat.", True, "en")
    run(client_erase, SYSTEM, client=client)
    assert Consent.objects.get().session.erased_at is not None


def test_the_row_has_the_text_that_was_shown_and_its_language(world: World, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German")]
    asks("We keep this chat.", "https://shop.example/privacy")
    written = {"consent_text": {"de": "Wir behalten dieses Gespräch."}, "privacy_url": {"de": "https://shop.example/datenschutz"}}
    Widget.objects.update(translations=written)
    world.closed(consent=True, language="de-AT")
    world.closed(world.david, consent=True, language="cs")  # the page is Czech, the text it shows isn't
    german, english = Consent.objects.select_related("text").order_by("pk")
    assert (german.language, german.text.text, german.text.privacy_url) == (
        "de", "Wir behalten dieses Gespräch.", "https://shop.example/datenschutz",
    )  # fmt: skip
    assert (english.language, english.text.text, english.text.privacy_url) == (
        "en", "We keep this chat.", "https://shop.example/privacy",
    )  # fmt: skip


def test_a_message_left_later_has_the_language_of_its_own_page(world: World, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    asks("We keep this message.")
    Widget.objects.update(translations={"consent_text": {"de": "Wir behalten diese Nachricht."}})
    run(entry.message_leave, world.carla, message="Hello", consent=True, language="en")
    run(entry.message_leave, world.carla, message="Hallo", consent=True, language="de")
    assert [each.language for each in Consent.objects.order_by("pk")] == ["en", "de"]

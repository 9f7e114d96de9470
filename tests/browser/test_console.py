"""The console in a real browser: queue, conversation, call, Share and wrap-up as operators use them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import Pages, hook, sign_in, widget
from tests.browser.people import accept, call, enter
from tests.browser.share import delete
from tests.servers import Site


def share_item(console: Page, name: str) -> Locator:
    """Find the file of that name in the Share tab."""
    return console.locator(f'[data-test="share-item"][data-name="{name}"]')


@pytest.fixture
def talking(operator_page: Page, client_page: Page) -> tuple[Page, Page]:
    """An operator and a client in an accepted chat."""
    enter(client_page)
    accept(operator_page)
    return operator_page, client_page


def test_a_wrong_password_is_refused_in_words_and_a_supervisor_is_no_operator(pages: Pages, site: Site) -> None:
    page = pages.open(f"{site.url}/console/")
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill("wrong")
    hook(page, "sign-in").click()
    expect(hook(page, "error")).to_be_visible()
    page.get_by_label("Name").fill("sofia")
    page.get_by_label("Password").fill("demo-sofia")
    hook(page, "sign-in").click()
    expect(hook(page, "error")).to_contain_text("not set up as an operator")


def test_signing_in_sets_the_operator_online_and_the_menu_away(operator_page: Page, client_page: Page) -> None:
    expect(hook(operator_page, "presence")).to_have_attribute("data-state", "online")
    enter(client_page)
    hook(operator_page, "presence").click()
    hook(operator_page, "presence-option", value="away").click()
    expect(hook(operator_page, "presence")).to_have_attribute("data-state", "away")
    expect(hook(operator_page, "accept")).to_have_attribute("aria-disabled", "true")
    expect(operator_page.locator("#lane-why")).to_contain_text("away")


def test_a_waiting_client_can_be_previewed_and_escape_returns_the_focus(operator_page: Page, client_page: Page) -> None:
    enter(client_page)
    item = hook(operator_page, "queue-item", entry="chat")
    expect(item).to_contain_text("Emily Carter")
    expect(operator_page).to_have_title("(1) Console · Alder Heating")
    hook(item, "preview").click()
    expect(hook(operator_page, "preview-dialog")).to_contain_text("Emily Carter")
    operator_page.keyboard.press("Escape")
    expect(hook(operator_page, "preview-dialog")).to_have_count(0)
    expect(hook(item, "preview")).to_be_focused()


def test_the_first_operator_gets_the_client_and_the_other_sees_it(
    pages: Pages, site: Site, operator_page: Page, client_page: Page
) -> None:
    other = pages.open()
    sign_in(other, site, "boris")
    enter(client_page)
    expect(hook(other, "queue-item")).to_have_count(1)
    accept(operator_page)
    expect(hook(other, "queue-item")).to_have_count(0)
    expect(hook(other, "active-item")).to_have_count(0)


def test_messages_in_other_conversations_are_counted_as_unread(site: Site, pages: Pages, talking: tuple[Page, Page]) -> None:
    console, first = talking
    second = pages.open(f"{site.other_url}/demo/")
    enter(second, "Jonas Weber")
    hook(console, "accept").click()
    expect(hook(console, "conversation")).to_contain_text("Jonas Weber")
    hook(widget(first), "composer").fill("Are you there?")
    hook(widget(first), "send").click()
    item = hook(console, "active-item").filter(has_text="Emily Carter")
    expect(item).to_have_attribute("data-unread", "1")
    expect(hook(widget(first), "message", author="client").last).to_have_attribute("data-state", "delivered")
    item.get_by_role("button", name="Open Emily Carter").click()
    expect(item).to_have_attribute("data-unread", "0")
    expect(hook(widget(first), "message", author="client").last).to_have_attribute("data-state", "read")


def test_with_two_chats_the_call_button_says_why_its_disabled(site: Site, pages: Pages, talking: tuple[Page, Page]) -> None:
    console, _client = talking
    hook(console, "tab-call").click()
    expect(hook(console, "call-unavailable")).to_have_count(0)
    enter(pages.open(f"{site.other_url}/demo/"), "Jonas Weber")
    hook(console, "accept").click()
    expect(hook(console, "active-item")).to_have_count(2)
    expect(hook(console, "call-start")).to_have_attribute("aria-disabled", "true")
    expect(hook(console, "call-unavailable")).to_contain_text("your other conversation")


def test_a_request_counts_down_and_can_be_withdrawn_and_repeated(talking: tuple[Page, Page]) -> None:
    console, client = talking
    hook(console, "tab-call").click()
    hook(console, "call-start").click()
    expect(hook(console, "call")).to_have_attribute("data-state", "requested")
    expect(hook(console, "self-video")).to_be_visible()
    expect(hook(console, "snapshot")).to_have_attribute("aria-disabled", "true")
    expect(hook(console, "presence")).to_have_attribute("data-state", "busy")
    hook(console, "call-withdraw").click()
    expect(hook(console, "call-outcome")).to_have_attribute("data-state", "withdrawn")
    expect(hook(widget(client), "call-prompt")).to_have_count(0)
    hook(console, "call-start").click()
    hook(widget(client), "prompt-decline").click()
    expect(hook(console, "call-outcome")).to_have_attribute("data-state", "declined")


def test_the_clients_video_plays_and_the_stage_takes_its_aspect_ratio(talking: tuple[Page, Page]) -> None:
    console, client = talking
    call(console, client)
    expect(hook(console, "client-camera")).to_have_attribute("data-state", "granted")
    console.wait_for_function("""() => {
      const video = document.querySelector('[data-test="remote-video"]');
      const box = video.parentElement.getBoundingClientRect();
      return video.videoWidth > 0 && Math.abs(box.width / box.height - video.videoWidth / video.videoHeight) < 0.02;
    }""")
    hook(widget(client), "toggle-camera").click()
    expect(hook(console, "client-camera")).to_have_attribute("data-state", "off")
    expect(console.get_by_role("heading", name="Emily’s camera is off")).to_be_visible()
    expect(hook(console, "snapshot")).to_have_attribute("aria-disabled", "true")


def test_a_snapshot_opens_in_share_and_appears_in_the_chat_when_sent(talking: tuple[Page, Page]) -> None:
    console, client = talking
    call(console, client)
    expect(hook(console, "snapshot")).not_to_have_attribute("aria-disabled", "true")
    hook(console, "snapshot").click()
    snapshot = hook(console, "share-item", kind="snapshot", state="ready", author="operator")
    expect(snapshot).to_have_count(1)
    expect(hook(widget(client), "file")).to_have_count(0)
    hook(snapshot, "share-send").click()
    expect(hook(widget(client), "file")).to_have_count(1)
    hook(snapshot, "share-preview").click()
    expect(hook(console, "preview-dialog").locator("img")).to_be_visible()
    hook(console, "preview-close").click()


def test_a_file_is_added_and_deleted_and_a_refusal_stands_beside_its_name(pages: Pages, talking: tuple[Page, Page]) -> None:
    console, _client = talking
    pages.allow("415")
    hook(console, "tab-share").click()
    field = hook(console, "share-upload").locator("input")
    field.set_input_files([{"name": "report.txt", "mimeType": "text/plain", "buffer": b"pressure 1.5"}])
    report = share_item(console, "report.txt")
    expect(report).to_have_attribute("data-state", "ready")
    delete(report)
    hook(console, "confirm-no").click()
    expect(report).to_have_count(1)
    delete(report)
    hook(console, "confirm-yes").click()
    expect(report).to_have_count(0)
    field.set_input_files([{"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(200)}])
    expect(hook(console, "panel-share").locator("[data-say]").filter(has_text="can’t be sent here")).to_be_visible()
    expect(hook(console, "share-item")).to_have_count(0)


def test_a_note_and_its_attachments_stay_with_the_operators(talking: tuple[Page, Page]) -> None:
    console, client = talking
    hook(console, "note-toggle").click()
    hook(console, "composer").fill("Has a contract")
    hook(console, "send").click()
    hook(console, "tab-notes").click()
    expect(hook(console, "panel-notes")).to_contain_text("Has a contract")
    hook(console, "attach").locator("input").set_input_files(
        [{"name": "contract.txt", "mimeType": "text/plain", "buffer": b"secret"}]
    )
    hook(console, "tab-share").click()
    expect(share_item(console, "contract.txt")).to_have_count(1)
    hook(console, "note-toggle").locator("xpath=preceding-sibling::button").click()
    hook(console, "composer").fill("Hello Emily")
    hook(console, "send").click()
    expect(hook(widget(client), "message", author="operator")).to_have_count(1)
    expect(hook(widget(client), "timeline")).not_to_contain_text("contract")


def test_a_reload_reopens_the_conversation_with_its_call(talking: tuple[Page, Page]) -> None:
    console, client = talking
    call(console, client)
    console.reload()
    expect(hook(console, "conversation")).to_have_attribute("data-state", "active")
    expect(hook(console, "call")).to_have_attribute("data-state", "connected", timeout=15_000)
    hook(console, "hangup").click()
    expect(hook(console, "call")).to_be_hidden()
    expect(hook(widget(client), "composer")).to_be_visible()


def test_ending_asks_for_confirmation_and_the_wrap_up_closes_the_session(talking: tuple[Page, Page]) -> None:
    console, _client = talking
    hook(console, "end-session").click()
    hook(console, "confirm-no").click()
    expect(hook(console, "conversation")).to_have_attribute("data-state", "active")
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    expect(hook(console, "conversation")).to_have_attribute("data-state", "wrapup")
    expect(hook(console, "presence")).to_have_attribute("data-state", "wrapup")
    hook(console, "wrapup-result").get_by_role("radio").first.check()
    hook(console, "wrapup-note").fill("Pressure is back")
    hook(console, "wrapup-done").click()
    expect(hook(console, "conversation")).to_have_count(0)
    expect(hook(console, "presence")).to_have_attribute("data-state", "online")


def test_the_device_dialog_shows_picture_and_level_and_remembers_the_size(operator_page: Page) -> None:
    hook(operator_page, "settings").click()
    expect(hook(operator_page, "settings-dialog")).to_be_visible()
    operator_page.wait_for_function("""() => {
      const video = document.querySelector('[data-test="preview-video"]');
      return video.videoWidth > 0 && video.currentTime > 0.2;
    }""")
    expect(hook(operator_page, "mic-level")).not_to_have_attribute("aria-valuenow", "0")
    hook(operator_page, "pick-resolution").select_option("low")
    expect(hook(operator_page, "actual-resolution")).to_have_text("640×360")
    hook(operator_page, "settings-close").click()
    expect(hook(operator_page, "settings")).to_be_focused()
    operator_page.reload()
    hook(operator_page, "settings").click()
    expect(hook(operator_page, "pick-resolution")).to_have_value("low")


def test_the_readiness_check_tests_what_the_browser_allows(operator_page: Page) -> None:
    hook(operator_page, "readiness").click()
    expect(hook(operator_page, "ready-camera")).to_have_attribute("data-state", "ok")
    expect(hook(operator_page, "ready-microphone")).to_have_attribute("data-state", "ok")
    hook(operator_page, "test-autoplay").click()
    expect(hook(operator_page, "ready-autoplay")).to_have_attribute("data-state", "ok")


def test_arrow_keys_move_between_tabs(talking: tuple[Page, Page]) -> None:
    console, _client = talking
    hook(console, "tab-client").focus()
    console.keyboard.press("ArrowRight")
    expect(hook(console, "tab-call")).to_be_focused()
    expect(hook(console, "panel-call")).to_be_visible()
    console.keyboard.press("End")
    expect(hook(console, "panel-notes")).to_be_visible()


def test_markup_in_a_name_is_shown_as_text(operator_page: Page, client_page: Page) -> None:
    enter(client_page, "<img src=x onerror=alert(1)>")
    accept(operator_page)
    expect(hook(operator_page, "conversation").get_by_role("heading", level=1)).to_have_text("<img src=x onerror=alert(1)>")


def test_signing_out_takes_the_operator_offline_and_closes_every_console(
    site: Site, operator_page: Page, client_page: Page
) -> None:
    other = operator_page.context.new_page()
    other.goto(f"{site.url}/console/")
    expect(hook(other, "presence")).to_have_attribute("data-state", "online")
    hook(operator_page, "presence").click()
    hook(operator_page, "sign-out").click()
    operator_page.wait_for_url("**/console/login/**")
    expect(hook(other, "presence")).to_have_attribute("data-state", "offline")
    expect(hook(other, "connection")).to_contain_text("signed out")

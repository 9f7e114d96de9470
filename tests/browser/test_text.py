"""Text as people have it: half characters, invisible names, Office's clipboard, reloaded pages."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import hook, widget
from tests.browser.talk import Talk
from tests.servers.process import until

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PASTE = """(target, { text, files, png }) => {
  const clipboardData = new DataTransfer();
  if (text) clipboardData.setData("text/plain", text);
  if (text) clipboardData.setData("text/html", `<table><td>${text}</table>`);
  const dot = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  for (const name of files) clipboardData.items.add(new File([dot], name, { type: "image/png" }));
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  target.focus();
  // The browser pastes the text by itself unless the page has taken the paste; a made event does not.
  if (target.dispatchEvent(event) && text) document.execCommand("insertText", false, text);
}"""
HALF = (
    "(field) => { field.value = 'half \\ud83d and \\u0000 nothing'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
)


def paste(field: Locator, text: str = "", *files: str) -> None:
    field.evaluate(PASTE, {"text": text, "files": list(files), "png": PNG})


def test_office_content_is_pasted_as_text_on_both_sides(talk: Talk) -> None:
    for place in (talk.inside, talk.console):
        paste(hook(place, "composer"), "Order 4711-22", "image.png")
        expect(hook(place, "composer")).to_have_value("Order 4711-22")
        expect(hook(place, "chip")).to_have_count(0)


def test_a_pasted_picture_can_be_reviewed_and_is_sent_with_the_message(talk: Talk) -> None:
    for here, there in ((talk.inside, talk.console), (talk.console, talk.inside)):
        before = hook(there, "file").count()
        paste(hook(here, "composer"), "", "one.png", "two.png")
        expect(hook(here, "chip").locator("img")).to_have_count(2)
        hook(here, "chip", name="one.png").get_by_role("button").click()
        expect(hook(here, "chip")).to_have_count(1)
        hook(here, "composer").fill("Here it is")
        expect(hook(there, "file")).to_have_count(before)
        hook(here, "composer").press("Enter")
        expect(hook(here, "chip")).to_have_count(0)
        expect(hook(there, "file", name="two.png")).to_be_visible()
        expect(hook(there, "message").filter(has_text="Here it is").last).to_be_visible()
        expect(hook(there, "file", name="one.png")).to_have_count(0)


def test_office_text_pasted_into_the_share_tab_uploads_no_picture(talk: Talk) -> None:
    hook(talk.console, "tab-share").click()
    share = hook(talk.console, "panel-share")
    paste(share.locator("h2").first, "Order 4711-22", "image.png")
    paste(share.locator("h2").first, "", "gauge.png")
    expect(hook(talk.console, "share-item", name="gauge.png")).to_be_attached()
    expect(hook(talk.console, "share-item")).to_have_count(1)


def test_lone_surrogates_and_nul_do_not_block_the_outbox(talk: Talk) -> None:
    for here, there in ((talk.inside, talk.console), (talk.console, talk.inside)):
        composer = hook(here, "composer")
        composer.evaluate(HALF)
        composer.press("Enter")
        composer.fill("and the next")
        composer.press("Enter")
        expect(hook(there, "message").filter(has_text="half � and").last).to_be_visible()
        expect(hook(there, "message").filter(has_text="and the next").last).to_be_visible()


def test_a_title_cut_within_an_emoji_blocks_nothing(client_page: Page, operator_page: Page) -> None:
    client_page.evaluate("document.title = 'Fresh flowers 💐💐 for all'.substring(0, 15) + '…'")
    hook(client_page, "launcher").click()
    inside = widget(client_page)
    hook(inside, "entry-chat").click()
    hook(inside, "field-message").fill("Are they fresh?")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "waiting", position="1")).to_be_visible()
    expect(hook(operator_page, "queue-item")).to_contain_text("Are they fresh?")


def test_an_invisible_name_is_replaced_by_the_session_number(client_page: Page, operator_page: Page) -> None:
    hook(client_page, "launcher").click()
    inside = widget(client_page)
    hook(inside, "entry-chat").click()
    hook(inside, "field-name").fill("\u200b\u200d\u2060")
    hook(inside, "entry-submit").click()
    item = hook(operator_page, "queue-item")
    number = item.get_attribute("data-number")
    expect(item.locator(".list-item__name")).to_have_text(f"Client {number}")


def test_the_operator_sees_the_current_and_previous_page_after_a_navigation(talk: Talk) -> None:
    address = talk.client.url
    talk.client.goto(f"{address}?boilers")
    expect(hook(talk.inside, "composer")).to_be_visible()
    where = hook(talk.console, "client-address").first
    expect(where).to_contain_text("?boilers")
    path = hook(talk.console, "client-path")
    expect(path).to_contain_text("1 page before this one")
    where.locator(".page-address__whole").focus()
    expect(where.locator(".page-address__whole")).to_have_text(f"{address}?boilers")
    talk.console.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hook(where, "copy-address").click()
    # A write to the clipboard ends a moment after the press.
    assert until(lambda: talk.console.evaluate("navigator.clipboard.readText()") == f"{address}?boilers")


def test_a_double_click_on_end_session_only_asks_for_confirmation(talk: Talk) -> None:
    hook(talk.console, "end-session").dblclick()
    expect(hook(talk.console, "confirm-yes")).to_be_visible()
    expect(hook(talk.console, "conversation", state="active")).to_be_visible()

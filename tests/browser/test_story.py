"""A conversation as two people have it: messages arrive once, in order, and are never more than text (S4, S7)."""

from __future__ import annotations

from playwright.sync_api import Download, Locator, expect

from tests.browser.pages import Pages, Place, hook
from tests.browser.talk import Talk, type_until_seen
from tests.servers import Site

SCRIPTS = [
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    "javascript:document.title='taken'",
    "<b>bold</b> & \"quoted\" 'too' {{ name }} ${name}",
]


def write(place: Place, text: str) -> None:
    hook(place, "composer").fill(text)
    hook(place, "composer").press("Enter")


def texts(messages: Locator) -> list[str]:
    return [text.strip() for text in messages.locator(".bubble").all_inner_texts()]


def test_a_message_is_sending_then_delivered_then_read(talk: Talk) -> None:
    hook(talk.inside, "composer").press("Escape")
    expect(hook(talk.client, "launcher")).to_be_focused()
    write(talk.console, "Which number does the gauge show?")
    mine = hook(talk.console, "message", author="operator").last
    expect(mine).to_have_attribute("data-state", "delivered")
    hook(talk.client, "launcher").click()
    expect(mine).to_have_attribute("data-state", "read")
    write(talk.inside, "0.4")
    expect(hook(talk.inside, "message", author="client").last).to_have_attribute("data-state", "read")


def test_each_side_sees_that_the_other_is_typing(talk: Talk) -> None:
    type_until_seen(talk.inside, talk.console, "Emily")
    write(talk.inside, "Hello")
    expect(hook(talk.console, "typing")).to_have_count(0)
    type_until_seen(talk.console, talk.inside, "Anna")


def named(place: Place, what: str, name: str) -> Locator:
    return place.locator(f'[data-test="{what}"][data-name="{name}"]')


def saved(download: Download) -> bytes:
    return download.path().read_bytes()


def test_files_go_both_ways_and_arrive_unchanged(talk: Talk) -> None:
    field = hook(talk.inside, "attach").locator("input")
    field.set_input_files([{"name": "gauge.txt", "mimeType": "text/plain", "buffer": b"0.4 bar"}])
    expect(named(talk.console, "file", "gauge.txt")).to_be_visible()
    hook(talk.console, "tab-share").click()
    with talk.console.expect_download() as download:
        hook(named(talk.console, "share-item", "gauge.txt"), "share-download").click()
    assert download.value.suggested_filename == "gauge.txt"
    assert saved(download.value) == b"0.4 bar"

    field = hook(talk.console, "attach").locator("input")
    field.set_input_files([{"name": "manual.txt", "mimeType": "text/plain", "buffer": b"Open valve B"}])
    with talk.client.expect_download() as download:
        named(talk.inside, "file", "manual.txt").click()
    assert saved(download.value) == b"Open valve B"


def test_a_file_of_many_chunks_arrives_whole(talk: Talk) -> None:
    content = b"".join(b"line %d\n" % number for number in range(40_000))
    field = hook(talk.console, "attach").locator("input")
    field.set_input_files([{"name": "log.txt", "mimeType": "text/plain", "buffer": content}])
    with talk.client.expect_download() as download:
        named(talk.inside, "file", "log.txt").click()
    assert saved(download.value) == content


def test_markup_is_shown_as_text_on_both_sides(talk: Talk) -> None:
    for text in SCRIPTS:
        write(talk.inside, text)
        write(talk.console, text)
    for place in (talk.console, talk.inside):
        for author in ("client", "operator"):
            messages = hook(place, "message", author=author)
            expect(messages).to_have_count(len(SCRIPTS) + (author == "client"))
            assert texts(messages)[-len(SCRIPTS) :] == SCRIPTS
    assert "taken" not in (talk.console.title(), talk.client.title())
    assert talk.frame.evaluate("() => document.title") != "taken"


def test_an_internal_note_never_reaches_the_clients_page(talk: Talk, pages: Pages) -> None:
    heard: list[str] = []
    talk.client.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    talk.client.reload()
    expect(hook(talk.inside, "session-state", state="active")).to_be_attached()
    hook(talk.console, "note-toggle").click()
    write(talk.console, "Pays late, be careful")
    expect(hook(talk.console, "note")).to_contain_text("Pays late")
    hook(talk.console, "reply-toggle").click()
    write(talk.console, "I will look it up.")
    expect(hook(talk.inside, "message", author="operator").last).to_contain_text("I will look it up.")
    assert any("I will look it up." in frame for frame in heard)
    assert not any("Pays late" in frame for frame in heard)
    assert "Pays late" not in talk.frame.content()


def test_drafts_survive_a_reload_on_both_sides(talk: Talk) -> None:
    hook(talk.inside, "composer").fill("half a sen")
    hook(talk.console, "composer").fill("half an ans")
    talk.client.reload()
    talk.console.reload()
    expect(hook(talk.inside, "composer")).to_have_value("half a sen")
    expect(hook(talk.console, "composer")).to_have_value("half an ans")


def test_messages_sent_during_an_outage_arrive_once_and_in_order(talk: Talk, site: Site, pages: Pages) -> None:
    pages.allow("ERR_CONNECTION_REFUSED|WebSocket connection|net::ERR")
    site.kill()
    expect(hook(talk.inside, "session-state", state="reconnecting")).to_be_attached()
    for number in range(3):
        write(talk.inside, f"client {number}")
        write(talk.console, f"operator {number}")
    mine = hook(talk.inside, "message", author="client")
    expect(mine.last).to_have_attribute("data-state", "sending")
    site.restart()
    expect(hook(talk.inside, "session-state", state="active")).to_be_attached(timeout=40_000)
    for author, other in (("client", talk.console), ("operator", talk.inside)):
        messages = hook(other, "message", author=author)
        expect(messages.last).to_contain_text(f"{author} 2")
        assert [text for text in texts(messages) if text.startswith(author)] == [f"{author} {number}" for number in range(3)]
    expect(mine.last).to_have_attribute("data-state", "read")

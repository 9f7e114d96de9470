"""Files both ways between real browsers, in a folder and straight to S3: sent, shown, saved, renamed, deleted; library, links."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.pages import Pages, hook
from tests.browser.share import delete
from tests.browser.talk import Talk
from tests.servers import S3
from tests.servers.process import until
from tests.sessions_app.files.hostile import PDF, photo

STORED = ["folder", "s3"]
SOUND = (
    b"RIFF\x64\x1f\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x40\x1f\x00\x00"
    + bytes(8000)
)
LOADED = "image => image.complete && image.naturalWidth > 0"
PASTE = """([name, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([text], name, { type: "text/plain" }));
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""

DROP = """(target, [name, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name, { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}"""
FILM = """async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  for (let n = 0; n < 20; n += 1) {
    pen.fillStyle = n % 2 ? "red" : "blue";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    await new Promise(requestAnimationFrame);
  }
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}"""


@pytest.fixture(params=STORED)
def site_env(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "folder":
        return {}
    s3: S3 = request.getfixturevalue("s3_server")
    s3.empty()
    return {"CONTACTCENTER_STORAGE_URL": s3.url}


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def put(place: Locator, *files: FilePayload) -> None:
    place.locator("input").first.set_input_files(list(files))


def item(console: Page, name: str) -> Locator:
    return hook(console, "share-item", name=name, state="ready")


def loaded(picture: Locator) -> None:
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    assert until(lambda: bool(picture.evaluate(LOADED))), "the picture didn't load"


def saved(page: Page, button: Locator) -> bytes:
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("site_env", STORED[:1], indirect=True)
def test_a_files_menu_works_by_mouse_and_keyboard_and_only_its_last_item_deletes(talk: Talk) -> None:
    console = talk.console
    hook(console, "tab-share").click()
    put(hook(console, "share-upload"), file("report.pdf", PDF), file("one.txt", b"7"))
    row = item(console, "report.pdf")
    expect(row).to_be_visible()
    expect(item(console, "one.txt")).to_be_visible()
    more = hook(row, "share-menu")
    place = more.bounding_box()
    row.hover()
    assert more.bounding_box() == place, "it stays where it was aimed at"
    more.click()
    lines = row.get_by_role("menuitem")
    expect(lines.first).to_be_focused()
    expect(lines.last).to_have_text("Delete")
    console.keyboard.press("ArrowUp")
    expect(hook(row, "share-delete")).to_be_focused()
    console.keyboard.press("ArrowDown")
    expect(lines.first).to_be_focused()
    console.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(lines.first).to_be_hidden()
    console.keyboard.press("Enter")
    hook(row, "menu-rename").click()
    hook(console, "asked-name").fill("Service")
    hook(console, "asked-yes").click()
    expect(item(console, "Service.pdf")).to_be_visible()


@pytest.mark.parametrize("site_env", STORED[:1], indirect=True)
def test_only_the_clients_new_files_are_marked_and_refusals_take_little_room(talk: Talk, pages: Pages) -> None:
    console, inside = talk.console, talk.inside
    tab = hook(console, "tab-share")
    put(hook(inside, "attach"), file("theirs.txt", b"words"))
    expect(tab.locator(".count.new")).to_have_text("1")
    tab.click()
    expect(tab.locator(".count")).to_have_text("1")
    expect(tab.locator(".new")).to_have_count(0)
    hook(console, "tab-client").click()
    expect(tab.locator(".new")).to_have_count(0)
    tab.click()
    put(hook(console, "share-upload"), file("ours.txt", b"words"))
    expect(item(console, "ours.txt")).to_be_visible()
    hook(console, "tab-client").click()
    expect(tab.locator(".count")).to_have_text("2")
    expect(tab.locator(".new")).to_have_count(0)

    pages.allow(r"415|Failed to load resource")
    tab.click()
    put(hook(console, "share-upload"), *[file(f"page{number}.html", b"<!doctype html>") for number in range(4)])
    expect(hook(console, "share-failed")).to_have_count(1)
    expect(hook(console, "share-refused")).to_contain_text("3 earlier files")
    hook(console, "share-dismiss").click()
    expect(hook(console, "share-failed").or_(hook(console, "share-refused"))).to_have_count(0)


def test_files_go_both_ways(talk: Talk, pages: Pages) -> None:
    console, inside = talk.console, talk.inside
    picture = photo(size=(1600, 1200))

    put(hook(inside, "attach"), file("boiler.jpg", picture))
    loaded(hook(inside, "file", name="boiler.jpg").locator("img"))
    loaded(hook(console, "file", name="boiler.jpg").locator("img"))
    hook(console, "tab-share").click()
    theirs = item(console, "boiler.jpg")
    expect(theirs).to_have_attribute("data-author", "client")
    body = saved(console, theirs.get_by_label("Download"))
    assert b"CAMERA" not in body
    assert Image.open(io.BytesIO(body)).size == (1200, 1600), "it's upright"

    pages.allow(r"415|Failed to load resource")
    put(hook(inside, "attach"), file("page.html", b"<!doctype html><script>1</script>"))
    failed = hook(inside, "sending", state="failed")
    expect(failed).to_contain_text("can’t be sent here")
    failed.get_by_role("button").click()
    expect(failed).to_have_count(0)

    put(hook(console, "share-upload"), file("report.pdf", PDF))
    mine = item(console, "report.pdf")
    expect(mine).to_be_attached()
    hook(mine, "share-preview").click()
    expect(hook(console, "preview-dialog").locator("iframe")).to_be_visible()
    hook(console, "share-rename").click()
    hook(console, "asked-name").fill("Service 2026")
    hook(console, "asked-yes").click()
    mine = item(console, "Service 2026.pdf")
    expect(mine).to_be_attached()
    expect(hook(inside, "file", name="Service 2026.pdf")).to_have_count(0)
    mine.hover()
    hook(mine, "share-send").click()
    expect(hook(inside, "file", name="Service 2026.pdf")).to_be_visible()

    put(hook(inside, "attach"), file("noise.wav", SOUND))
    previewed(console, "noise.wav", "audio", "duration")

    console.evaluate(PASTE, ["pasted.txt", "words"])
    expect(item(console, "pasted.txt")).to_be_attached()

    hook(inside, "file", name="boiler.jpg").click()
    loaded(hook(inside, "viewer").locator("img"))
    assert saved(talk.client, hook(inside, "viewer-save")) == body
    talk.client.keyboard.press("Escape")
    expect(hook(inside, "viewer")).to_have_count(0)
    expect(hook(inside, "composer")).to_be_visible()

    delete(theirs)
    hook(console, "confirm-yes").click()
    expect(theirs).to_have_count(0)
    expect(hook(inside, "message").filter(has_text="File deleted")).to_be_visible()


def previewed(console: Page, name: str, player: str, measure: str) -> None:
    """Check that the browser plays the file in its preview: it knows the duration, or the width."""
    row = item(console, name)
    row.hover()
    hook(row, "share-preview").click()
    shown = hook(console, "preview-dialog").locator(player)
    console.wait_for_function(f"player => player.readyState > 0 && player.{measure} > 0", arg=shown.element_handle())
    hook(console, "preview-close").click()


@pytest.mark.parametrize("site_env", STORED[:1], indirect=True)
def test_files_are_dropped_or_taken_with_a_phones_camera_and_videos_play(talk: Talk) -> None:
    console, inside = talk.console, talk.inside
    hook(console, "tab-share").click()
    hook(console, "share-upload").evaluate(DROP, ["ours.txt", "words"])
    expect(item(console, "ours.txt")).to_be_attached()
    hook(inside, "composer").evaluate(DROP, ["theirs.txt", "words"])
    expect(hook(inside, "chip", name="theirs.txt")).to_be_visible()
    hook(inside, "composer").press("Enter")
    expect(hook(console, "file", name="theirs.txt")).to_be_visible()

    put(hook(inside, "attach"), file("valve.webm", bytes(talk.frame.evaluate(FILM))))
    previewed(console, "valve.webm", "video", "videoWidth")

    talk.client.set_viewport_size({"width": 390, "height": 844})
    expect(hook(inside, "camera").locator("input")).to_have_attribute("capture", "environment")
    put(hook(inside, "camera"), file("gauge.jpg", photo(size=(400, 300))))
    loaded(hook(console, "file", name="gauge.jpg").locator("img"))


@pytest.mark.parametrize("site_env", STORED[:1], indirect=True)
def test_library_items_and_links_can_be_sent_to_the_chat(talk: Talk) -> None:
    console, inside = talk.console, talk.inside
    hook(console, "tab-share").click()
    hook(console, "library-open").click()
    put(hook(console, "share-upload"), file("Valve.txt", b"a quarter turn"), file("Pump.txt", b"never open it"))
    expect(hook(console, "library-item", own="true")).to_have_count(2)
    expect(hook(console, "library-item", own="false", kind="link")).to_have_count(1)
    hook(console, "library-search").fill("valve")
    expect(hook(console, "library-item")).to_have_count(1)
    valve = hook(console, "library-item", name="Valve.txt", own="true")
    valve.hover()
    hook(valve, "library-send").click()
    expect(hook(inside, "file", name="Valve.txt")).to_be_visible()
    expect(item(console, "Valve.txt")).to_be_attached()

    hook(console, "link-add").click()
    hook(console, "asked-url").fill("https://example.com/manual")
    hook(console, "asked-name").fill("Manual")
    hook(console, "asked-yes").click()
    link = item(console, "Manual")
    link.hover()
    hook(link, "share-send").click()
    expect(hook(inside, "file", name="Manual")).to_have_attribute("href", "https://example.com/manual")
    expect(hook(inside, "file", name="Manual")).to_have_attribute("rel", "noopener noreferrer nofollow")

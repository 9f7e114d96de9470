"""A supervisor, an operator and a client on the installed product, in real Chromium on the machine's network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, expect, sync_playwright

from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET
from tests.browser.pages import Pages, hook
from tests.browser.setting_up import make_group, make_operator, make_supervisor, make_widget, sign_in
from tests.browser.talk import Talk, route
from tests.install import book
from tests.install.debian import ADDRESS, Machine
from tests.install.installation import ACCOUNT, SHOP, Installation
from tests.sessions_app.files.hostile import PDF, photo

ORIGIN = f"https://{book.DOMAIN}"
TEXT = b"A file of the client.\n" * 40_000


@contextmanager
def browser(machine: Machine, key_hash: str) -> Iterator[Browser]:
    """Chromium that takes the certificate whose key has this hash; curl and openssl check it by its authority."""
    names = ",".join(f"MAP {name} {ADDRESS}" for name in (book.DOMAIN, book.TURN_DOMAIN, SHOP))
    certificate = f"--ignore-certificate-errors-spki-list={key_hash}"
    arguments = [*QUIET, *DEVICES, *GRANTED, *AUTOPLAY, f"--host-resolver-rules={names}", certificate]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=machine.browser("chromium-headless-shell"), args=arguments)
        try:
            yield running
        finally:
            running.close()


def set_up(pages: Pages, installation: Installation) -> str:
    """Make a group, an operator and a widget as supervisor, and put the code on the website; return the operator's password."""
    page = pages.open()
    make_supervisor(page, ORIGIN, *ACCOUNT)
    sign_in(page, ORIGIN, "sofia", "correct horse battery")
    make_group(page)
    password = make_operator(page)
    installation.add_website(make_widget(page, f"https://{SHOP}"))
    return password


def meet(pages: Pages, password: str) -> Talk:
    """Sign the operator in, enter as a client from the website, accept, write both ways."""
    console = pages.open()
    sign_in(console, ORIGIN, "eva", password, "/console/login/")
    expect(hook(console, "presence", state="online")).to_be_visible()
    talk = Talk(console, pages.open(f"https://{SHOP}/")).begin()
    talk.chat()
    return talk


def returns(pages: Pages, password: str) -> None:
    """The operator signs in again, as one does after a restore: the conversation is there, and the call the backup knew of."""
    console = pages.open()
    sign_in(console, ORIGIN, "eva", password, "/console/login/")
    expect(hook(console, "presence", state="busy")).to_be_visible()
    expect(hook(console, "active-item")).to_have_count(1)


def call(talk: Talk) -> None:
    """Call; both pictures arrive by the relay over TLS."""
    talk.call()
    goes_on(talk)
    for place in (talk.console, talk.frame):
        assert route(place) == ["relay", "tls", "relay"]


def goes_on(talk: Talk) -> None:
    """Frames arrive on both sides and a message each way, whatever has just happened to the servers."""
    for side in (talk.operator_side, talk.client_side):
        side.gets_frames()
    talk.chat()


def send_files(talk: Talk) -> None:
    """Send files of three kinds as the client, which the server's sandbox reads; the operator gets the same text, and sees the picture."""
    files = {"list.txt": TEXT, "manual.pdf": PDF, "boiler.jpg": photo()}
    payload: list[FilePayload] = [{"name": name, "mimeType": "", "buffer": content} for name, content in files.items()]
    hook(talk.inside, "attach").locator("input").first.set_input_files(payload)
    hook(talk.console, "tab-share").click()
    for name in files:
        expect(hook(talk.console, "share-item", name=name, state="ready")).to_be_visible()
    row = hook(talk.console, "share-item", name="list.txt")
    assert row.get_attribute("data-sha256") == hashlib.sha256(TEXT).hexdigest()
    with talk.console.expect_download() as download:
        hook(row, "share-download").click()
    assert Path(download.value.path()).read_bytes() == TEXT

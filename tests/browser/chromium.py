"""Starting Chromium for tests: headless, with software devices. Knows nothing of the product."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Browser, CDPSession, Page, Playwright

from tests.servers.process import program

QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    # Chromium obeys only the last list, so this undoes Playwright's, under which a frame of another site has no storage of its own.
    "--disable-features=Translate",
    "--disable-renderer-backgrounding",
    "--disable-sync",
]
DEVICES = ["--use-fake-device-for-media-stream=device-count=3"]
"""Cameras ``fake_device_0`` in green and ``fake_device_2`` in yellow, and two microphones, which beep alike (see ``devices.py``).
``fake_device_1`` is a depth camera: it can be chosen and previewed, but Chromium sends none of its pictures.
"""
GRANTED = ["--use-fake-ui-for-media-stream"]
AUTOPLAY = ["--autoplay-policy=no-user-gesture-required"]

GRANTED_TO_PAGES = ["camera", "microphone", "clipboard-write"]


def launch(
    playwright: Playwright, *, devices: bool = True, granted: bool = True, autoplay: bool = True, window: bool = False
) -> Browser:
    """Start Debian's Chromium: its headless shell, which costs half of what the full browser does.

    ``window``: the full browser, for what the shell leaves out. ``devices``: cameras and microphones exist. ``granted``: pages get them
    without asking; otherwise a page is refused until the test grants it (``context.grant_permissions``). ``autoplay``: sound may play
    before the person has touched the page.
    """
    arguments = [*QUIET]
    if devices:
        arguments += DEVICES
    else:
        arguments += ["--use-fake-device-for-media-stream=device-count=0"]
    if granted:
        arguments += GRANTED
    if autoplay:
        arguments += AUTOPLAY
    executable = program("chromium" if window else "chromium-headless-shell")
    return playwright.chromium.launch(executable_path=executable, args=arguments, headless=True)


def permit(page: Page) -> None:
    """Grant the page's context the permissions a new page of the full browser has with ``granted``. The headless shell opens camera and
    microphone as well, but reports that the person would be asked.
    """
    session = page.context.new_cdp_session(page)
    context = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    session.detach()
    assert page.context.browser
    for name in GRANTED_TO_PAGES:
        granted = {"permission": {"name": name}, "setting": "granted", "browserContextId": context}
        _session(page.context.browser).send("Browser.setPermission", granted)


@cache
def _session(browser: Browser) -> CDPSession:
    """Revoke its permissions when it ends."""
    return browser.new_browser_cdp_session()

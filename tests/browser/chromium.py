"""Chromium as the tests start it: headless, with devices made of software. It knows nothing of the product."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright

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
    # Chromium obeys the last list only, so this undoes Playwright's, under which a frame of another site has no storage of its own.
    "--disable-features=Translate",
    "--disable-renderer-backgrounding",
    "--disable-sync",
]
DEVICES = ["--use-fake-device-for-media-stream=device-count=3"]
"""Cameras ``fake_device_0`` in green and ``fake_device_2`` in yellow, and two microphones, which beep alike (see ``devices.py``).
``fake_device_1`` is a depth camera: it can be chosen and looked at, but Chromium sends none of its pictures."""
GRANTED = ["--use-fake-ui-for-media-stream"]
AUTOPLAY = ["--autoplay-policy=no-user-gesture-required"]


def launch(playwright: Playwright, *, devices: bool = True, granted: bool = True, autoplay: bool = True) -> Browser:
    """Start Debian's Chromium.

    ``devices``: cameras and microphones exist. ``granted``: pages get them without being asked; otherwise a page is refused until the
    test grants it (``context.grant_permissions``). ``autoplay``: sound may play before the person touched the page.
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
    return playwright.chromium.launch(executable_path=program("chromium"), args=arguments, headless=True)

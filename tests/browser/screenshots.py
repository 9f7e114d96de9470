"""``make screenshots``: pictures of the running product, taken in real browsers during a conversation and a call of two people.

It checks nothing. All pictures go to ``test-results/pictures/``, a few of them to ``docs/pictures/``.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect, sync_playwright

from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET, launch
from tests.browser.pages import Pages, Place, hook, sign_in
from tests.browser.talk import Talk
from tests.servers import Site
from tests.servers.process import program

ROOT = Path(__file__).resolve().parents[2]
ART = Path(__file__).resolve().parent / "art"
PICTURES = ROOT / "test-results" / "pictures"
DOCUMENTED = ROOT / "docs/pictures"
IN_DOCUMENTS = [
    "console-call-light",
    "console-asking-dark",
    "console-queue-light",
    "widget-call-light",
    "widget-prompt-dark",
    "phone-prompt-light",
]

SIZES = {"": ViewportSize(width=1280, height=720), "-wide": ViewportSize(width=1920, height=1080)}
DESKTOP = ViewportSize(width=1120, height=760)
# Twice the density would look better, but with it Chromium halves the coordinates of presses inside a frame of another site.
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def film(playwright: Playwright, drawing: Path, folder: Path) -> Path:
    """Return a video of one still frame, the drawing of a person, for Chromium to play as its camera."""
    with launch(playwright, window=True) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(drawing.as_uri())
        # Video levels: a camera's black and white lie inside the range of a still picture's.
        page.evaluate("() => document.documentElement.style.setProperty('filter', 'contrast(0.86)')")
        frame = page.screenshot(type="jpeg", quality=92)
    made = folder / f"{drawing.stem}.mjpeg"
    made.write_bytes(frame * 10)
    return made


def person(playwright: Playwright, who: str, folder: Path) -> Browser:
    """Chromium whose camera shows this person."""
    camera = f"--use-file-for-fake-video-capture={film(playwright, ART / f'{who}.svg', folder)}"
    return playwright.chromium.launch(executable_path=program("chromium"), args=[*QUIET, *DEVICES, *GRANTED, *AUTOPLAY, camera])


class Story:
    """A client and an operator in one colour scheme, from the first press to the wrap-up."""

    def __init__(self, site: Site, operator: Browser, client: Browser, scheme: str) -> None:
        self._site = site
        self._scheme = scheme
        self._operator = Pages(operator)
        self._client = Pages(client)

    def close(self) -> None:
        self._operator.close()
        self._client.close()

    def tell(self, phone: bool) -> None:
        """Take every picture; with ``phone`` none of the console, and those of the widget on a phone."""
        console = self._operator.open(color_scheme=self._scheme)
        sign_in(console, self._site, "anna")
        if not phone:
            self._console(console, "idle")
        options = PHONE if phone else {"viewport": DESKTOP}
        client = self._client.open(f"{self._site.other_url}/demo/", color_scheme=self._scheme, **options)
        talk = Talk(console, client)
        self._begin(talk, phone)
        self._chat(talk, phone)
        self._call(talk, phone)

    def _begin(self, talk: Talk, phone: bool) -> None:
        expect(hook(talk.client, "launcher", state="online")).to_be_visible()
        talk.open()
        self._widget(talk, "entries", phone)
        talk.enter("Emily Carter", "Hello, my boiler shows F.22 and the heating is off. Can somebody help?")
        self._widget(talk, "waiting", phone)
        if phone:
            return
        other = Talk(talk.console, self._client.open(f"{self._site.other_url}/demo/", color_scheme=self._scheme))
        other.open()
        other.enter("Lukas Brandt", "When does the technician come?")
        expect(hook(talk.console, "queue-item")).to_have_count(2)
        self._console(talk.console, "queue")

    def _chat(self, talk: Talk, phone: bool) -> None:
        talk.accept()
        self._write(talk, "operator", "Sorry about the cold morning, Emily. F.22 means the water pressure is too low.")
        self._write(talk, "operator", "Which number does the round gauge below the boiler show?")
        self._write(talk, "client", "0.4, I think. It is hard to see.")
        self._write(talk, "client", "There are two handles next to it. Which one do I open?")
        self._write(talk, "operator", "Let me look at it with you. I will ask you for a video call.")
        expect(hook(talk.inside, "message", author="operator").last).to_contain_text("video call")
        expect(hook(talk.console, "message", author="operator").last).to_have_attribute("data-state", "read")
        self._widget(talk, "chat", phone)
        if not phone:
            self._console(talk.console, "chat")

    def _call(self, talk: Talk, phone: bool) -> None:
        talk.ask()
        talk.console.wait_for_function("() => document.querySelector('[data-test=\"self-video\"]').videoWidth > 0")
        self._widget(talk, "prompt", phone)
        if not phone:
            self._console(talk.console, "asking")
        hook(talk.inside, "prompt-accept").press("Enter")
        talk.connected()
        self._sharp(talk)
        self._write(talk, "operator", "The left one with the black handle. A quarter turn, slowly.")
        self._write(talk, "client", "Oh, the left one. Turning it now")
        expect(hook(talk.console, "message", author="client").last).to_contain_text("Turning")
        expect(hook(talk.inside, "message", author="client").last).to_have_attribute("data-state", "read")
        self._widget(talk, "call", phone)
        if phone:
            return
        self._console(talk.console, "call")
        hook(talk.console, "snapshot").click()
        snapshot = hook(talk.console, "share-item", kind="snapshot").locator("img")
        expect(snapshot).to_be_visible()
        self._console(talk.console, "share")
        hook(talk.console, "end-session").click()
        hook(talk.console, "confirm-yes").click()
        expect(hook(talk.console, "wrapup")).to_be_visible()
        self._console(talk.console, "wrapup")
        self._widget(talk, "ended", phone)

    def _sharp(self, talk: Talk) -> None:
        """Wait until both pictures have their full size: the first seconds of a call are small and soft."""
        for side in (talk.operator_side, talk.client_side):
            side.gets_frames(60)
        for place in (talk.console, talk.frame):
            place.wait_for_function(
                "() => document.querySelector('[data-test=\"remote-video\"]').videoWidth >= 1280", timeout=60_000
            )
        talk.operator_side.gets_frames(60)

    def _write(self, talk: Talk, who: str, text: str) -> None:
        place: Place = talk.console if who == "operator" else talk.inside
        hook(place, "composer").fill(text)
        hook(place, "composer").press("Enter")
        expect(hook(talk.console, "message", author=who).last).to_contain_text(text)

    def _widget(self, talk: Talk, name: str, phone: bool) -> None:
        self._keep(talk.client, f"{'phone' if phone else 'widget'}-{name}-{self._scheme}")

    def _console(self, console: Page, name: str) -> None:
        for suffix, size in SIZES.items():
            console.set_viewport_size(size)
            self._keep(console, f"console-{name}{suffix}-{self._scheme}")
        console.set_viewport_size(SIZES[""])

    def _keep(self, page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        for frame in page.frames:
            frame.evaluate("() => document.activeElement?.blur?.()")
        page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


def publish() -> None:
    """Write the pictures of the documentation without the last bit of each colour: invisible, but the files get small enough."""
    DOCUMENTED.mkdir(parents=True, exist_ok=True)
    for source in (PICTURES / f"{name}.png" for name in IN_DOCUMENTS):
        if source.exists():
            with Image.open(source) as picture:
                ImageOps.posterize(picture.convert("RGB"), 7).save(DOCUMENTED / source.name, optimize=True)


def main(schemes: list[str]) -> None:
    """Take them in light and dark, on desktop and phone, each with fresh demo data."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="contactcenter-pictures-")))
        playwright = stack.enter_context(sync_playwright())
        operator, client = (stack.enter_context(person(playwright, who, folder)) for who in ("operator", "client"))
        for number, (scheme, phone) in enumerate((scheme, phone) for scheme in schemes for phone in (False, True)):
            site = Site(folder / f"site-{number}")
            site.prepare()
            site.start()
            story = Story(site, operator, client, scheme)
            try:
                story.tell(phone)
            finally:
                story.close()
                site.stop()
    publish()
    print(f"pictures are in {PICTURES}, those of the documentation in {DOCUMENTED}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["light", "dark"])

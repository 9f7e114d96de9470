"""From the press on *accept with video* to the first picture on both sides, against a bare loopback call in the same browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Frame, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from bench.browser import chromium, converse, open_widget, operator, page_of
from bench.report import Figure, at_most, plain
from bench.servers import site
from tests.browser.pages import hook, widget_frame
from tests.servers.turn import SECRET, Turn

FOLDER = Path(__file__).parent
ROUNDS, WARM = 8, 1
WATCH, LOOPBACK = (FOLDER / "watch.js").read_text(), (FOLDER / "loopback.js").read_text()
READY = "() => window.contactcenter?.call?.peer?.iceConnectionState === 'connected'"
"""The connection is made while it rings: people take longer to press than that."""
RINGING_MS = 3_000
HESITATION_MS = 1_000
"""What a person takes at least to read the question and press; what the connection had to report has been reported by then."""
LONGER = 130
"""Milliseconds. The bare call's cameras run before its clock starts; ours opens the client's at the press, and its line gets the third
picture (docs/decisions/armed-calls.md): two at 20 a second, and two frames of the screen on which the press and the picture come."""
SHOWN = "() => window.bench.shown > 0"
HOLD = "async () => { window.held = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }); }"


def connected_while_ringing(sides: list[Page | Frame]) -> bool:
    """Whether both are connected before the press; where calls are not armed they never are."""
    try:
        for side in sides:
            side.wait_for_function(READY, timeout=RINGING_MS)
    except PlaywrightTimeoutError:
        return False
    sides[0].wait_for_timeout(HESITATION_MS)
    return True


def one_call(client: Frame, console: Page) -> float:
    """Call, accept with video, hang up; the milliseconds in between."""
    sides: list[Page | Frame] = [client, console]
    hook(console, "tab-call").click()
    for side in sides:
        side.evaluate(WATCH)
    hook(console, "call-start").click()
    hook(client, "prompt-accept").wait_for()
    connected_while_ringing(sides)
    hook(client, "prompt-accept").click()
    for side in sides:
        side.wait_for_function(SHOWN)
    pressed = client.evaluate("window.bench.pressed")
    shown = [side.evaluate("window.bench.shown") for side in sides]
    assert min(shown) > pressed > 0, "a picture was shown before the client agreed"
    hang_up(client, console)
    return float(max(shown) - pressed)


def hang_up(client: Frame, console: Page) -> None:
    """The operator ends the call; returns when neither side shows it."""
    hook(hook(console, "call"), "hangup").click()
    hook(console, "call", state="connected").wait_for(state="detached")
    hook(client, "call", state="connected").wait_for(state="detached")


def rounds(*, held: bool = False, **env: str) -> tuple[list[float], list[float]]:
    """A loopback call and a call of the product in turn; the first of each opens the devices and does not count.

    ``held``: the client's page has its devices running before anybody calls, which the product never does by itself.
    """
    calls: list[float] = []
    loops: list[float] = []
    with site(**env) as running, chromium() as browser:
        console = operator(browser, running)
        client = page_of(browser)
        client.goto(f"{running.other_url}/demo/")
        open_widget(client)
        converse(client, console)
        if held:
            widget_frame(client).evaluate(HOLD)
        bare = page_of(browser)
        bare.goto(f"{running.other_url}/demo/")
        for _round in range(WARM + ROUNDS):
            loops.append(float(bare.evaluate(LOOPBACK)))
            calls.append(one_call(widget_frame(client), console))
    return calls[WARM:], loops[WARM:]


def longer(calls: list[float], loops: list[float]) -> list[float]:
    """Return by how many milliseconds each call took longer than the loopback call before it."""
    return [call - loop for call, loop in zip(calls, loops, strict=True)]


def relayed() -> list[Figure]:
    """The same through a relay alone."""
    with Turn() as turn:
        urls = {"CONTACTCENTER_TURN_URLS": turn.url, "CONTACTCENTER_TURN_SECRET": SECRET, "CONTACTCENTER_RELAY_ONLY": "1"}
        calls, loops = rounds(**urls)
    return [
        at_most(
            "the same through the relay alone, longer than the bare loopback call without one", longer(calls, loops), LONGER, "ms"
        )
    ]


def camera_running() -> list[Figure]:
    """With the client's devices running before the press: what the goal was once measured with."""
    calls, loops = rounds(held=True)
    ratio = [call / loop for call, loop in zip(calls, loops, strict=True)]
    return [plain("the same, had the client's camera been running before the press", ratio, "×", 2)]


def measure() -> list[Figure]:
    """Direct, then through the relay."""
    calls, loops = rounds()
    ratio = [call / loop for call, loop in zip(calls, loops, strict=True)]
    return [
        at_most(
            "accept to the first picture on both sides, longer than the bare loopback call", longer(calls, loops), LONGER, "ms"
        ),
        plain("against the bare loopback call", ratio, "×", 2),
        plain("accept to the first picture on both sides", calls, "ms"),
        plain("the bare loopback call", loops, "ms"),
        *camera_running(),
        *relayed(),
    ]

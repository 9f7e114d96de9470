"""The time from a press to the frame that shows it, for tests and measurements: in frames and in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

SLOW_LINE = """delay => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) { setTimeout(() => this.readyState === 1 && send.call(this, data), delay); };
}"""

HOLD = """() => {
    const send = WebSocket.prototype.send;
    const held = [];
    WebSocket.prototype.send = function (data) { held.push([this, data]); };
    window.release = () => {
        WebSocket.prototype.send = send;
        for (const [socket, data] of held) if (socket.readyState === 1) socket.send(data);
    };
}"""

PRESS = """async ([button, shown, key]) => {
    const element = document.querySelector(button);
    const count = () => document.querySelectorAll(shown).length;
    const before = count();
    const began = performance.now();
    if (key) element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    else element.click();
    let frames = 0;
    do await new Promise(requestAnimationFrame); while (++frames < 120 && count() === before);
    return { frames, ms: performance.now() - began };
}"""

EMPTY = """async () => {
    const button = document.createElement("button");
    button.addEventListener("click", () => {});
    document.body.append(button);
    const began = performance.now();
    button.click();
    await new Promise(requestAnimationFrame);
    button.remove();
    return performance.now() - began;
}"""


@dataclass(frozen=True)
class Shown:
    """The time the page took to show a press."""

    frames: int
    ms: float


def slow_line(page: Page, milliseconds: int) -> None:
    """Delay everything sent to the server by this much from now on."""
    page.evaluate(SLOW_LINE, milliseconds)


def hold_line(page: Page) -> None:
    """Hold everything sent to the server back until ``release_line``."""
    page.evaluate(HOLD)


def release_line(page: Page) -> None:
    page.evaluate("() => window.release()")


def press(page: Page, button: str, shown: str, *, key: str = "") -> Shown:
    """Press it, or a key in it, until ``shown`` matches more, or fewer, elements. Both are names of hooks, or selectors."""
    return Shown(**page.evaluate(PRESS, [_selector(button), _selector(shown), key]))


def empty_press(page: Page) -> float:
    """Return the milliseconds a handler that does nothing takes."""
    return float(page.evaluate(EMPTY))


def _selector(name: str) -> str:
    return name if name.startswith("[") else f'[data-test="{name}"]'

"""The widget's call bar (C7): every tool is on it in every window, whole and large enough for a finger, and says how it stands."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook
from tests.browser.phone import demo_on_a_phone
from tests.browser.talk import Talk
from tests.servers import Site
from tests.servers.process import until

MAIN = ["toggle-mic", "toggle-camera", "hangup"]
MORE = ["share-screen", "sign-mode", "text-toggle", "call-devices", "pip", "fullscreen"]
WINDOWS = [(390, 844), (360, 640), (320, 640), (320, 256), (640, 360), (1120, 760)]
"""Phones upright and on their side, 400 % zoom, and a computer."""
FINGER = 44

MEASURED = """(names) => names.map((name) => {
  const tool = document.querySelector(`.call-bar [data-test=${name}]`);
  const { left, right, top, bottom, width, height } = tool.getBoundingClientRect();
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const whole = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  return { name, left, right, top, bottom, width, height, pressed: whole && tool.contains(over) };
})"""
"""Where each tool is, and whether a press at its middle reaches it."""


@pytest.fixture
def client_page(site: Site, pages: Pages) -> Page:
    return demo_on_a_phone(site, pages)


def tools(talk: Talk) -> list[dict[str, Any]]:
    measured: list[dict[str, Any]] = talk.frame.evaluate(MEASURED, MAIN + MORE)
    return measured


def awkward(talk: Talk) -> list[str]:
    """Return the tools that can't be pressed, or not surely by a finger, in words."""
    boxes = tools(talk)
    found = [f"{box['name']} can't be pressed" for box in boxes if not box["pressed"]]
    small = [box for box in boxes if min(box["width"], box["height"]) < FINGER]
    found += [f"{box['name']} is {box['width']}×{box['height']}" for box in small]
    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = box["right"] <= other["left"] + 0.5 or other["right"] <= box["left"] + 0.5
            below = box["bottom"] <= other["top"] + 0.5 or other["bottom"] <= box["top"] + 0.5
            if not beside and not below:
                found.append(f"{box['name']} lies over {other['name']}")
    return found


def test_every_tool_can_be_pressed_by_a_finger_in_every_window_in_both_text_directions(talk: Talk) -> None:
    talk.call()
    talk.client_side.gets_frames()
    for width, height in WINDOWS:
        talk.client.set_viewport_size({"width": width, "height": height})
        for direction in ("ltr", "rtl"):
            talk.frame.evaluate("(dir) => { document.documentElement.dir = dir }", direction)
            assert until(lambda: awkward(talk) == [], seconds=20), f"{width}×{height} {direction}: {awkward(talk)}"


def test_microphone_camera_and_end_are_large_and_next_to_the_conversation(talk: Talk) -> None:
    talk.call()
    order = talk.inside.locator(".call-bar .tool").evaluate_all("(tools) => tools.map((tool) => tool.dataset.test)")
    assert order == MORE + MAIN

    def main_ones_are_below_and_larger() -> bool:
        boxes = {box["name"]: box for box in tools(talk)}
        larger = min(boxes[name]["width"] for name in MAIN) > max(boxes[name]["width"] for name in MORE)
        below = max(boxes[name]["bottom"] for name in MORE) <= min(boxes[name]["top"] for name in MAIN)
        return bool(larger and below)

    assert until(main_ones_are_below_and_larger), tools(talk)


def test_what_is_on_looks_on_and_a_question_about_it_too(talk: Talk) -> None:
    talk.call()
    # A colour changes gradually: at first it's the one before.
    look = """(tool) => {
      for (const change of tool.getAnimations()) if (change instanceof CSSTransition) change.finish();
      return getComputedStyle(tool).backgroundColor;
    }"""
    plain = hook(talk.inside, "text-toggle", state="off").evaluate(look)
    hook(talk.console, "text-toggle").click()
    asked = hook(talk.inside, "text-toggle", state="offered")
    expect(asked).to_have_accessible_name("Turn on real-time text with Anna")
    asked_look = asked.evaluate(look)
    hook(talk.inside, "text-accept").click()
    on = hook(talk.inside, "text-toggle", state="on")
    expect(on).to_have_accessible_name("Turn off real-time text")
    talk.client.mouse.move(1, 1)
    assert until(lambda: len({plain, asked_look, on.evaluate(look)}) == 3), [plain, asked_look, on.evaluate(look)]

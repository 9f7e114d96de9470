"""Chosen devices among several: in the running call, in the next one, while waiting, and when they're missing (C9)."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.devices import give_tones, hears, sees
from tests.browser.pages import Pages, be_signed_in, hook, widget, widget_frame
from tests.browser.talk import STEADY_SECONDS, Side, Talk, connection
from tests.servers import Site

CAMERA, MICROPHONE, SPEAKER = "fake_device_2", "Fake Audio Input 2", "Fake Audio Output 2"
IN_USE = "() => ['camera', 'microphone'].map((device) => window.contactcenter.call.media.track(device)?.label)"
CHOOSE_GONE = """() => {
  localStorage.setItem("contactcenter.devices", JSON.stringify({ camera: "sold", microphone: "lost", speaker: "broken" }));
}"""
HOLD_CHOSEN = """() => {
  const devices = navigator.mediaDevices;
  const choices = () => JSON.parse(localStorage.getItem("contactcenter.devices"));
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    if (wanted.video?.deviceId?.exact === choices().camera) throw new DOMException("Could not start video source", "NotReadableError");
    return open(wanted);
  };
}"""
"""Let another program hold the chosen camera from now on."""


def choose(dialog: Page | FrameLocator, camera: str = CAMERA, microphone: str = MICROPHONE) -> None:
    """Choose by name in the device dialog, as people do."""
    hook(dialog, "pick-camera").select_option(label=camera)
    hook(dialog, "pick-microphone").select_option(label=microphone)
    expect(hook(dialog, "pick-camera").locator("option:checked")).to_have_text(camera)
    expect(hook(dialog, "pick-microphone").locator("option:checked")).to_have_text(microphone)


def talks(site: Site, pages: Pages) -> Talk:
    """A chat between pages whose microphones can be told apart."""
    console, client = pages.open(), pages.open()
    for page in (console, client):
        give_tones(page)
    be_signed_in(console, site, "anna")
    client.goto(f"{site.other_url}/demo/")
    return Talk(console, client).begin()


def test_changing_camera_and_microphone_takes_effect_in_the_running_call(site: Site, pages: Pages) -> None:
    talk = talks(site, pages).call()
    before = [connection(place) for place in (talk.console, talk.frame)]
    sees(talk.client_side, "fake_device_0")
    hook(talk.console, "settings").click()
    choose(talk.console)
    sees(talk.client_side, CAMERA)
    hears(talk.client_side, MICROPHONE)
    expect(hook(talk.console, "actual-resolution")).to_have_text("640×480")
    assert talk.operator_side.run(IN_USE) == [CAMERA, MICROPHONE]
    hook(talk.console, "settings-close").click()

    sees(talk.operator_side, "fake_device_0")
    hook(talk.inside, "call-devices").click()
    choose(talk.inside)
    sees(talk.operator_side, CAMERA)
    hears(talk.operator_side, MICROPHONE)
    choose(talk.inside, camera="System default", microphone="Fake Audio Input 1")
    sees(talk.operator_side, "fake_device_0")
    hears(talk.operator_side, "Fake Audio Input 1")
    assert [connection(place) for place in (talk.console, talk.frame)] == before
    expect(hook(talk.inside, "device-notice")).to_have_count(0)


def test_a_device_chosen_while_waiting_is_used_in_the_call(site: Site, pages: Pages) -> None:
    console, client = pages.open(), pages.open()
    for page in (console, client):
        give_tones(page)
    be_signed_in(console, site, "anna")
    hook(console, "settings").click()
    choose(console)
    hook(console, "settings-close").click()
    client.goto(f"{site.other_url}/demo/")
    hook(client, "launcher").click()
    inside = widget(client)
    choices = console.evaluate("() => navigator.mediaDevices.enumerateDevices().then((list) => list.map(({ label }) => label))")
    assert {CAMERA, MICROPHONE} <= set(choices)
    hook(inside, "entry-videocall").click()
    frame = widget_frame(client)
    frame.evaluate(
        """async ([camera, microphone]) => {
          const list = await navigator.mediaDevices.enumerateDevices();
          const id = (name) => list.find(({ label }) => label === name).deviceId;
          localStorage.setItem("contactcenter.devices", JSON.stringify({ camera: id(camera), microphone: id(microphone) }));
        }""",
        [CAMERA, MICROPHONE],
    )
    hook(inside, "entry-submit").click()
    expect(hook(inside, "preview-video")).to_be_visible()
    assert frame.evaluate(IN_USE) == [CAMERA, MICROPHONE]

    hook(console, "accept").first.click()
    for place in (console, inside):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    client_side, operator_side = Side(frame), Side(console)
    sees(client_side, CAMERA)
    hears(client_side, MICROPHONE)
    hook(inside, "toggle-camera").click()
    sees(operator_side, CAMERA)
    hears(operator_side, MICROPHONE)


def test_missing_devices_are_replaced_and_both_sides_are_told(talk: Talk) -> None:
    for place in (talk.console, talk.frame):
        place.evaluate(CHOOSE_GONE)
    talk.call()
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()
    for place in (talk.console, talk.inside):
        expect(hook(place, "device-notice", device="camera")).to_contain_text(
            "The camera you chose isn’t connected. Now in use: fake_device_0"
        )
        expect(hook(place, "device-notice", device="microphone")).to_contain_text("The microphone you chose isn’t connected.")
        expect(hook(place, "device-notice", device="speaker")).to_contain_text("The speaker you chose isn’t connected")
    hook(talk.console, "settings").click()
    expect(hook(talk.console, "pick-camera").locator("option:checked")).to_have_text("The one you chose (not connected)")
    expect(hook(talk.console, "note-camera")).to_contain_text("In use: fake_device_0")
    expect(hook(talk.console, "note-microphone")).to_contain_text("In use: Fake Default Audio Input")
    expect(hook(talk.console, "note-speaker")).to_contain_text("isn’t connected")
    choose(talk.console)
    hook(talk.console, "pick-speaker").select_option(label=SPEAKER)
    for device in ("camera", "microphone", "speaker"):
        expect(hook(talk.console, f"note-{device}")).to_have_count(0)
    hook(talk.console, "settings-close").click()
    expect(hook(talk.console, "device-notice", device="camera")).to_have_count(0)


def test_a_camera_in_use_elsewhere_keeps_the_call_on_the_previous_one_and_says_so(talk: Talk) -> None:
    talk.call()
    talk.frame.evaluate(HOLD_CHOSEN)
    hook(talk.inside, "call-devices").click()
    hook(talk.inside, "pick-camera").select_option(label=CAMERA)
    expect(hook(talk.inside, "note-camera")).to_contain_text("In use: fake_device_0")
    hook(talk.inside, "settings-close").click()
    expect(hook(talk.inside, "device-notice", device="camera")).to_contain_text(
        "is in use elsewhere. Still in use here: fake_device_0"
    )
    talk.operator_side.gets_frames()

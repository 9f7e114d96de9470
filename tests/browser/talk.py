"""An operator and a client in one conversation, and what each receives in a call: the first steps of most call tests.

Checks only that each step has been taken.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from playwright.sync_api import Frame, FrameLocator, Page, expect

from tests.browser import people
from tests.browser.pages import Place, hook, widget, widget_frame
from tests.browser.people import STEADY_SECONDS as STEADY_SECONDS
from tests.servers.process import until

SECOND_OF_SOUND = 50  # packets
SLOWEST = 20  # seconds the sound may stand still on a busy machine

STATISTICS = """async () => {
  const found = { packets: 0, energy: 0, frames: 0, width: 0, height: 0, sent: 0 };
  const report = await window.contactcenter.call?.peer?.getStats();
  for (const line of report?.values() ?? []) {
    if (line.type === "outbound-rtp" && line.kind === "video") found.sent += line.framesSent ?? 0;
    if (line.type !== "inbound-rtp") continue;
    if (line.kind === "audio") Object.assign(found, { packets: line.packetsReceived, energy: line.totalAudioEnergy });
    else Object.assign(found, { frames: line.framesDecoded ?? 0, width: line.frameWidth ?? 0, height: line.frameHeight ?? 0 });
  }
  return found;
}"""


@dataclass(frozen=True)
class Received:
    """What one side has received by its browser's statistics, and how many frames it has sent."""

    packets: int = 0
    energy: float = 0
    frames: int = 0
    width: int = 0
    height: int = 0
    sent: int = 0

    def __sub__(self, before: Received) -> Received:
        numbers = [now - then for now, then in zip(astuple(self), astuple(before), strict=True)]
        return Received(*numbers)


NATIVE, HIGH, LOW = (640, 480), (1280, 720), (640, 360)
"""The software camera's sizes: default, and when asked for more or less."""


class Side:
    """One side of the call: ``place`` is the page or frame whose ``window.contactcenter.call`` has it."""

    def __init__(self, place: Page | Frame) -> None:
        self._place = place

    def run(self, script: str, given: Any = None) -> Any:
        """Run a script there and return its value."""
        return self._place.evaluate(script, given)

    def received(self) -> Received:
        return Received(**self._place.evaluate(STATISTICS))

    def gets_sound(self) -> None:
        """Wait for a sound louder than silence."""
        assert until(lambda: self.received().energy > 0), f"no sound came: {self.received()}"

    def gets_frames(self, more: int = 5) -> None:
        """Wait until so many further frames have been decoded, all by one connection."""
        before = self.received().frames

        def enough() -> bool:
            nonlocal before
            now = self.received().frames
            before = min(before, now)  # a new connection counts from zero
            return now >= before + more

        assert until(enough), f"frames stopped at {before}: {self.received()}"

    def while_sound_passes(self, packets: int = 2 * SECOND_OF_SOUND) -> Received:
        """Return what arrives during so many audio packets of one connection: the clock for what must *not* arrive."""
        before = now = self.received()

        def enough() -> bool:
            nonlocal before, now
            now = self.received()
            if now.packets < before.packets:  # a new connection counts from zero
                before = now
            return now.packets >= before.packets + packets

        assert until(enough, seconds=SLOWEST + packets / SECOND_OF_SOUND), f"sound stopped: {self.received()}"
        return now - before

    def tracks(self) -> list[str]:
        """Return the state of every track the page ever got from its devices (see ``Talk``): ``live`` or ``ended``."""
        states: list[str] = self._place.evaluate("() => window.tracks.map((track) => track.readyState)")
        return states


REMEMBER_TRACKS = """() => {
  window.tracks = [];
  const devices = navigator.mediaDevices;
  const open = devices?.getUserMedia.bind(devices);
  if (open) devices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""


class Talk:
    """``console`` is the operator's page, ``client`` the host page; ``inside`` is the widget's frame for locators."""

    def __init__(self, console: Page, client: Page) -> None:
        self.console = console
        self.client = client

    @property
    def inside(self) -> FrameLocator:
        return widget(self.client)

    @property
    def frame(self) -> Frame:
        return widget_frame(self.client)

    @property
    def operator_side(self) -> Side:
        return Side(self.console)

    @property
    def client_side(self) -> Side:
        return Side(self.frame)

    def open(self) -> None:
        """Press the launcher as the client; the entries show."""
        hook(self.client, "launcher").click()
        expect(hook(self.inside, "entry-chat")).to_be_visible()

    def enter(self, name: str = "Emily Carter", message: str = "My boiler shows F.22") -> None:
        """Enter the queue by chat from the list of entries."""
        hook(self.inside, "entry-chat").click()
        people.submit(self.inside, name, message)

    def accept(self) -> None:
        """Accept the longest waiting client as the operator."""
        people.accept(self.console)
        expect(hook(self.inside, "session-state", state="active")).to_be_attached()

    def begin(self) -> Talk:
        self.open()
        self.enter()
        self.accept()
        for place in (self.console, self.frame):
            place.evaluate(REMEMBER_TRACKS)
        return self

    def ask(self) -> None:
        """Press *Call* as the operator; the client sees the prompt."""
        hook(self.console, "tab-call").click()
        hook(self.console, "call-start").click()
        expect(hook(self.inside, "call-prompt")).to_be_visible()

    def connected(self) -> None:
        """Both pages show a connected call, and sound arrives on both sides."""
        for place in (self.console, self.inside):
            expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
        self.operator_side.gets_sound()
        self.client_side.gets_sound()

    def call(self, answer: str = "prompt-accept") -> Talk:
        """Start a call and wait until it's connected."""
        self.ask()
        hook(self.inside, answer).click()
        self.connected()
        return self

    def chat(self) -> None:
        """Send one message each way: the conversation goes on."""
        hook(self.console, "composer").fill("Still here?")
        hook(self.console, "composer").press("Enter")
        expect(hook(self.inside, "message", author="operator").last).to_contain_text("Still here?")
        hook(self.inside, "composer").fill("Still here.")
        hook(self.inside, "composer").press("Enter")
        expect(hook(self.console, "message", author="client").last).to_contain_text("Still here.")


def type_until_seen(writer: Place, reader: Place, name: str) -> None:
    """Type until the other side sees it: the indicator fades after some seconds, which a slow page may miss."""
    typing = hook(reader, "typing").filter(has_text=name)

    def seen() -> bool:
        hook(writer, "composer").press_sequentially("o")
        return typing.count() > 0

    assert until(seen)


def receives(side: Side, size: tuple[int, int]) -> None:
    """Wait for this picture size: after a pause the browser estimates the bandwidth again, step by step."""
    grown = until(lambda: (side.received().width, side.received().height) == size, seconds=60)
    assert grown, f"{side.received()} instead of {size}"


FALL_SILENT = """() => {
  const { replaceTrack } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.replaceTrack = function () { return replaceTrack.call(this, null); };
  for (const line of window.contactcenter.call.peer.getSenders()) line.replaceTrack();
  return Date.now();
}"""
"""Block everything this page sends, whatever is repaired; the other side keeps reconnecting. Returns the time."""

PATIENT = """() => {
  const { wire } = window.contactcenter.call;
  const tell = wire.dispatchEvent.bind(wire);
  window.patience = 8;
  wire.dispatchEvent = (event) => {
    if (event.detail?.type === "snapshot.asked" && window.patience) event.detail.seconds = window.patience;
    return tell(event);
  };
}"""


def wait_for_the_clients_picture(console: Page) -> None:
    """Give the client's device more time for a snapshot than people have patience: on a busy machine it may need it."""
    console.evaluate(PATIENT)


ADDRESSES = ("a=candidate:", "a=end-of-candidates", "c=", "m=", "a=rtcp:")
"""Lines of a description that change while the browser looks for ways to be reached; those of media also have a port."""

ROUTE = """async () => {
  const report = await window.contactcenter.call.peer.getStats();
  const pair = report.get([...report.values()].find(({ type }) => type === "transport").selectedCandidatePairId);
  const { candidateType, relayProtocol } = report.get(pair.localCandidateId);
  return [candidateType, relayProtocol, report.get(pair.remoteCandidateId).candidateType];
}"""


def route(place: Page | Frame) -> list[str]:
    """Return how this side is connected: the kind of its own address, how it reaches the relay if that is one, the kind of the other's."""
    found: list[str] = place.evaluate(ROUTE)
    return found


def connection(place: Page | Frame) -> str:
    """Return what was negotiated; it changes with every new offer. Addresses aren't part of it: they may still be found."""
    sdp = str(place.evaluate("() => window.contactcenter.call.peer.localDescription.sdp"))
    return "\n".join(line for line in sdp.splitlines() if not line.startswith(ADDRESSES))


def joined(talk: Talk) -> Talk:
    """Accept with video as the client, whatever comes of it."""
    talk.begin().ask()
    hook(talk.inside, "prompt-accept").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    return talk

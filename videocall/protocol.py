"""The messages of a call: commands from the browsers, events to them (C4 to C15)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from contactcenter.realtime.wire import Command, Event, PublicId
from sessions_app.protocol import Defaults, Devices, DeviceState, LogEvent, Role

CallState = Literal[
    "asked", "requested", "accepted", "connected", "reconnecting", "declined", "cancelled", "expired", "ended", "failed"
]
SIGNAL_LENGTH = 32_768
QUALITY_SAMPLES = 121
Signal = Annotated[str, Meta(min_length=2, max_length=SIGNAL_LENGTH)]


class CameraPermission(Struct, kw_only=True):
    """What the operator asks of the client's camera, and may do with it. ``asked``: the open question, to control its light and zoom or to
    flip to the one that faces the other way; ``allowed``: the operator may control light and zoom until the client takes it back.
    """

    asked: Literal["", "control", "flip"] = ""
    allowed: bool = False


TextState = Literal["off", "asked", "on"]


class CallText(Struct, kw_only=True):
    """Real-time text in a call (L2). ``by``: the side that asks for it, or the side that refused it or turned it off."""

    state: TextState = "off"
    by: Role | None = None


class CallView(Struct, kw_only=True):
    """A call as both sides see it. Times are ISO 8601 UTC; ``deadline_at`` is when the current state expires, null while the call
    goes on by text without picture and sound; ``interrupted_by`` is the side that lost the other, while the call is *reconnecting*.

    ``client_leg`` and ``operator_leg`` name the browser tab that carries each side; a tab whose leg isn't named there is out.
    ``signing``: sign-language mode is on, so both sides send at least 20 pictures a second and give up size first.
    """

    id: str
    session: str
    state: CallState
    created_at: str
    accepted_at: str | None
    connected_at: str | None
    ended_at: str | None
    deadline_at: str | None
    ended_by: Role | None
    reason: str
    interrupted_by: Role | None
    video: bool
    client_leg: str | None
    operator_leg: str | None
    client: Devices
    operator: Devices
    defaults: Defaults
    prompt: bool
    signing: bool = False
    camera: CameraPermission = field(default_factory=CameraPermission)
    text: CallText = field(default_factory=CallText)


class CallChanged(LogEvent, tag="call.changed"):
    """A step of the call, and its state afterwards.

    ``move`` is a move of the table in ``moves.py``, or ``join`` (another tab carries a side), ``media`` (devices changed), ``screen`` (a
    side started or stopped sharing its screen), ``signing`` (a side switched sign-language mode on or off), a step about the client's
    camera (``control-ask``, ``control-allow``, ``control-decline``, ``control-end``, ``flip-ask``, ``flip-allow``, ``flip-decline``,
    ``camera-unask``), one about real-time text (``text-ask``, ``text-on``, ``text-off``, ``text-decline``, ``text-withdraw``), or ``held``
    (picture and sound don't come back, and the call goes on by text).
    """

    move: str
    call: CallView


class CallSignal(Event, tag="call.signal"):
    """A message of the other leg: opaque to the server, never stored."""

    call: str
    leg: str
    data: str


class IceServer(Struct, kw_only=True, omit_defaults=True):
    urls: list[str]
    username: str = ""
    credential: str = ""


class CallIce(Event, tag="call.ice"):
    """How this leg can reach the other: sent only to a leg of a live call. ``relay``: relayed candidates only."""

    call: str
    leg: str
    servers: list[IceServer]
    relay: bool


class HelpSent(LogEvent, tag="help.sent"):
    """The operator sent the client the steps that make a device work; the client's page shows them for its own browser."""

    device: Literal["microphone", "camera"]


class SnapshotAsked(Event, tag="snapshot.asked"):
    """The operator takes a picture of what the client shows (C8). Sent to the client's leg, which may answer ``request`` once, and to the
    operator's asking tab, which may do so too; the first answer counts. ``seconds``: how long to wait for the client's.
    """

    call: str
    request: str
    seconds: float


class SnapshotRefused(Event, tag="snapshot.refused"):
    """The client's device can't answer: the operator's tab takes the frame it received."""

    call: str
    request: str


Zoom = Annotated[float, Meta(ge=0, le=100_000)]
"""In the camera's own unit."""


class ZoomRange(Struct, kw_only=True, forbid_unknown_fields=True):
    """How far the camera can zoom, and how far it does now."""

    least: Zoom
    most: Zoom
    step: Zoom
    now: Zoom


class CameraState(Struct, kw_only=True, forbid_unknown_fields=True):
    """What the client's open camera can do, and does. ``facing``: empty if the device doesn't say; ``flip``: another camera of the device
    faces the other way; ``zoom``: null if it has none.
    """

    facing: Literal["user", "environment", ""]
    flip: bool
    torch: Literal["none", "off", "on"]
    zoom: ZoomRange | None


class CameraShown(Event, tag="camera.state"):
    """What the camera of the client's leg can do and does has changed. Sent to the operator's leg; ``camera``: null while none is open."""

    call: str
    leg: str
    camera: CameraState | None


class CameraControlled(Event, tag="camera.set"):
    """The operator controls the client's camera. Sent to the client's leg; null: stays as it is."""

    call: str
    torch: bool | None
    zoom: float | None


class CallAsk(Command, tag="call.ask"):
    """The client asks for a call; the operator decides (C4). ``call.cancel`` withdraws it."""

    session: PublicId
    leg: PublicId


class CallRequest(Command, tag="call.request"):
    """The operator asks the client into a call: the prompt of C4 (no prompt if the client asked for it).

    ``signing``: begin it in sign-language mode, or not; without it the call begins as the last one of the session was.
    """

    session: PublicId
    leg: PublicId
    signing: bool | None = None


class CallAccept(Command, tag="call.accept"):
    """The client accepts, with video or with audio only."""

    call: PublicId
    leg: PublicId
    video: bool


class CallDecline(Command, tag="call.decline"):
    """The client declines the request; the operator declines what the client asked for."""

    call: PublicId
    reason: Literal["refused", "browser", "no-microphone"] = "refused"


class CallCancel(Command, tag="call.cancel"):
    """The operator withdraws the request, or the client what it asked for."""

    call: PublicId


class CallHangup(Command, tag="call.hangup"):
    call: PublicId


class CallJoin(Command, tag="call.join"):
    """This tab becomes the sender's leg: to arm while it rings, or to take over after a reload. Answered by ``call.ice``; while it rings
    only if calls are armed.
    """

    call: PublicId
    leg: PublicId


class CallConnected(Command, tag="call.connected"):
    """This leg receives the other's media."""

    call: PublicId
    leg: PublicId


class CallInterrupted(Command, tag="call.interrupted"):
    """This leg lost the other."""

    call: PublicId
    leg: PublicId


class CallMedia(Command, tag="call.media"):
    """The state of this leg's devices (C5)."""

    call: PublicId
    leg: PublicId
    microphone: DeviceState
    camera: DeviceState
    screen: bool = False


class CallSigning(Command, tag="call.signing"):
    """Switch sign-language mode on or off for both sides (L2), by the tab that carries either of them."""

    call: PublicId
    leg: PublicId
    on: bool


class QualitySample(Struct, kw_only=True, forbid_unknown_fields=True):
    """The mean of a few seconds at one leg: parts in thousandths, times in milliseconds, the received picture's height in pixels.

    ``level``: 0 good, 1 weak, 2 bad, 3 no connection.
    """

    loss: Annotated[int, Meta(ge=0, le=1000)]
    delay: Annotated[int, Meta(ge=0, le=60_000)]
    jitter: Annotated[int, Meta(ge=0, le=60_000)]
    frozen: Annotated[int, Meta(ge=0, le=1000)]
    kbit: Annotated[int, Meta(ge=0, le=1_000_000)]
    height: Annotated[int, Meta(ge=0, le=10_000)]
    level: Annotated[int, Meta(ge=0, le=3)]


QualitySamples = Annotated[list[QualitySample], Meta(min_length=1, max_length=QUALITY_SAMPLES)]


class CallQualitySend(Command, tag="call.quality"):
    """The quality record of this leg from its beginning (C13); replaces the previous one. ``every``: the seconds of one sample.

    Accepted from a leg of a running call, and for a minute after its end.
    """

    call: PublicId
    leg: PublicId
    every: Annotated[int, Meta(ge=1, le=3600)]
    relayed: bool
    samples: QualitySamples


class QualityRecord(Struct, kw_only=True):
    """The record of one leg; a side that was reloaded has several."""

    side: Literal["client", "operator"]
    began_at: str
    every: int
    relayed: bool
    samples: list[QualitySample]


class CallQualityShown(Event, tag="call.quality"):
    """The quality records of a call, oldest first; sent to the tab that asked."""

    call: str
    records: list[QualityRecord]


class CallQualityAsk(Command, tag="call.quality.read"):
    """Ask for the connection quality of a call. Answered by ``call.quality``."""

    call: PublicId


class HelpSend(Command, tag="help.send"):
    """Send the client the steps that make this device work; a log entry for both (C5)."""

    session: PublicId
    device: Literal["microphone", "camera"]


class SnapshotAsk(Command, tag="snapshot.ask"):
    """Take a picture of what the client shows. Answered by ``snapshot.asked``; the picture comes as a file (C8)."""

    call: PublicId


class SnapshotRefuse(Command, tag="snapshot.refuse"):
    """This device has no picture of its own to give."""

    call: PublicId
    request: PublicId


class CameraAsk(Command, tag="camera.ask"):
    """Ask the client to be allowed to control the light and the zoom of its camera, or to flip to its other camera."""

    call: PublicId
    what: Literal["control", "flip"]


class CameraUnask(Command, tag="camera.unask"):
    """Withdraw the question."""

    call: PublicId


class CameraAnswer(Command, tag="camera.answer"):
    """Answer the operator's question. A client who agrees to flip does so itself."""

    call: PublicId
    leg: PublicId
    what: Literal["control", "flip"]
    yes: bool


class CameraEnd(Command, tag="camera.end"):
    """End the operator's control of the client's camera, by either side."""

    call: PublicId


class CameraStateSend(Command, tag="camera.state"):
    """What this leg's camera can do and does, for the operator. Sent again whenever the operator's leg is another one; not stored."""

    call: PublicId
    leg: PublicId
    camera: CameraState | None


class CameraSet(Command, tag="camera.set"):
    """Control the client's camera, if it's allowed. The client's device does what it can, and reports what it does."""

    call: PublicId
    leg: PublicId
    torch: bool | None = None
    zoom: Zoom | None = None


class CallSignalSend(Command, tag="call.signal"):
    """Forward to the other leg unchanged."""

    call: PublicId
    leg: PublicId
    data: Signal


CLIENT_COMMANDS: list[type[Command]] = [
    CallAsk, CallAccept, CallDecline, CallCancel, CallHangup, CallJoin, CallConnected, CallInterrupted, CallMedia, CallSignalSend,
    SnapshotRefuse, CallQualitySend, CallSigning, CameraAnswer, CameraEnd, CameraStateSend,
]  # fmt: skip
OPERATOR_COMMANDS: list[type[Command]] = [
    CallRequest, CallDecline, CallCancel, CallHangup, CallJoin, CallConnected, CallInterrupted, CallMedia, CallSignalSend,
    HelpSend, SnapshotAsk, CallQualitySend, CallQualityAsk, CallSigning, CameraAsk, CameraUnask, CameraEnd, CameraSet,
]  # fmt: skip

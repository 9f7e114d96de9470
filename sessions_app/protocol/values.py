"""The small views: people, places, devices. Larger ones and messages are composed of them.

They define what a browser may see of a row. Filled by presenters.
"""

from __future__ import annotations

from msgspec import Struct, field

from sessions_app.protocol.details import DetailsView
from sessions_app.protocol.types import Address, DeviceState, Role, ShortText


class Page(Struct, kw_only=True, forbid_unknown_fields=True):
    """The page of the host site the client is on (E1)."""

    url: Address = ""
    title: ShortText = ""
    referrer: Address = ""


class By(Struct, kw_only=True):
    """The actor. ``name`` is empty for the system."""

    role: Role
    name: str = ""


class Author(By, kw_only=True):
    """The author of a log entry. ``id``: the operator's; only for operators, and absent for other authors."""

    id: int | None = None


class Devices(Struct, kw_only=True):
    """The state of one side's devices. ``screen``: its picture is the screen, not the camera."""

    microphone: DeviceState = "not-asked"
    camera: DeviceState = "not-asked"
    screen: bool = False


class Defaults(Struct, kw_only=True):
    """Which devices are on when a call starts (C3)."""

    operator_microphone: bool = True
    operator_camera: bool = True
    client_microphone: bool = True
    client_camera: bool = False


class ClientView(DetailsView, kw_only=True):
    """The client as the operator sees them (S2, E1). ``verified``: identity signed by the site; ``parameters``: from the host page."""

    language: str
    browser: str
    os: str
    topic: str
    page: Page
    earlier: int = 0
    verified: bool = False
    external_id: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    path: list[Page] = field(default_factory=list)


class CallbackView(Struct, kw_only=True):
    """When a client wants to be called (E3). ``phone`` is E.164, ``shown`` as people write it; the window in UTC, ``zone`` the client's."""

    phone: str
    shown: str
    starts_at: str
    ends_at: str
    zone: str
    tries: int = 0


class Rating(Struct, kw_only=True):
    """The client's rating: one to five."""

    value: int
    comment: str = ""


class Marks(Struct, kw_only=True):
    """Read receipts: up to which shared sequence number each side has received and read (S4). They only grow."""

    client_delivered: int = 0
    client_read: int = 0
    operator_delivered: int = 0
    operator_read: int = 0

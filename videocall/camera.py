"""The client's camera as the operator's tool: asking for control of its light and zoom, or for the other camera (C7).

The client's device does everything, and does it only with the client's permission; docs/decisions/camera-control.md says why.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from videocall import moves, selectors
from videocall.models import Call
from videocall.services import change, over, taken

STEPS: Final = frozenset({
    "control-ask", "control-allow", "control-decline", "control-end", "flip-ask", "flip-allow", "flip-decline", "camera-unask",
})  # fmt: skip
"""What the entries of the log call them."""

CONTROLS: Final = (120, 20)
"""Reports and settings of a camera from one tab, and in how many seconds: a slider sends several a second."""


def camera_ask(*, by: Actor, call: str, what: str) -> Call:
    """Ask the client for control of the camera, or for the other camera; replaces an open question.

    Raises ``camera.off`` while the client's camera isn't on, and what ``_running`` raises.
    """
    row = _running(by, call, "operator")
    if row.client_camera != "granted":
        raise Fault("camera.off", _("The client’s camera is off."))
    if row.camera_asked == what or (what == "control" and row.camera_allowed):
        return row
    return change(row, f"{what}-ask", by, camera_asked=what)


def camera_unask(*, by: Actor, call: str) -> Call:
    """Withdraw the open question, if there is one."""
    row = _running(by, call, "operator")
    return change(row, "camera-unask", by, camera_asked="") if row.camera_asked else row


def camera_answer(*, by: Actor, call: str, leg: str, what: str, yes: bool) -> Call:
    """Answer the operator's question in the client's tab ``leg``.

    Raises ``camera.unasked`` if it was withdrawn or another one is open, and ``call.taken`` in any other tab.
    """
    row = _running(by, call, "client")
    if row.client_leg != leg:
        raise taken()
    if row.camera_asked != what:
        raise Fault("camera.unasked", _("The question was withdrawn."))
    granted = {"camera_allowed": True} if yes and what == "control" else {}
    return change(row, f"{what}-allow" if yes else f"{what}-decline", by, camera_asked="", **granted)


def camera_end(*, by: Actor, call: str) -> Call:
    """End the operator's control, by either side; nothing happens without one."""
    row = _running(by, call, "client", "operator")
    return change(row, "control-end", by, camera_allowed=False) if row.camera_allowed else row


def check_allowed(by: Actor, call: str) -> None:
    """Raise ``camera.forbidden`` unless ``by`` is the operator of this running call and the client allows the control."""
    row = selectors.call_of(by, call)
    if by.role != "operator":
        raise selectors.not_found()
    if row.state not in moves.RUNNING:
        raise over(row.state)
    if not row.camera_allowed:
        raise Fault("camera.forbidden", _("The client hasn’t allowed you to control the camera."))


def _running(by: Actor, call: str, *roles: str) -> Call:
    """Return the running call.

    Raises ``call.not_found`` for anybody but these roles of it, ``call.over`` after its end, ``call.state`` before it runs.
    """
    row = selectors.call_of(by, call, lock=True)
    if by.role not in roles:
        raise selectors.not_found()
    if row.state in moves.OVER:
        raise over(row.state)
    if row.state not in moves.RUNNING:
        raise Fault("call.state", _("There’s no call yet."))
    return row

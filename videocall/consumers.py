"""What a socket does with the commands of a call: pass them to a service, bind this tab to its leg, relay signals.

No rules and no rows here; both roles share it, the protocol decides which commands each may send.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from django.utils import timezone
from msgspec import Struct

from contactcenter.realtime import group_commit, pubsub, writers
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.rate_limit import Limit
from contactcenter.realtime.socket import Socket
from contactcenter.realtime.wire import Event, Fault
from videocall import camera, device_help, legs, protocol, quality, selectors, services, signalling, snapshot
from videocall.ice import ice_servers
from videocall.models import Call

ASKED: Final = (20, 20)
"""Pictures and steps an operator sends for, and in how many seconds."""


JOINS: Final = Limit("call joins", seconds=60, person=30, address=300)
"""Each writes a line and opens the relay to one more leg."""


class BoundLeg(Struct, frozen=True):
    """The call this tab carries one side of: a tab carries one at a time."""

    session: str
    call: str
    leg: str
    group: str


class CallHandlers(Socket):
    """The commands of a call, for either role."""

    def setup(self) -> None:
        super().setup()
        self.bound_leg: BoundLeg | None = None
        self.relay = signalling.Relay()

    def in_use(self) -> bool:
        return self.bound_leg is not None

    async def on_call_ask(self, command: protocol.CallAsk) -> None:
        await self._begin(services.call_ask, command)

    async def on_call_request(self, command: protocol.CallRequest) -> None:
        await self._begin(services.call_request, command, signing=command.signing)

    async def on_call_accept(self, command: protocol.CallAccept) -> None:
        await self.hit(JOINS)
        call = await self._do(services.call_accept, command, leg=command.leg, video=command.video, socket=self.id)
        await self._bind(call, command.leg, call_id=command.call)

    async def on_call_join(self, command: protocol.CallJoin) -> None:
        await self.hit(JOINS)
        call = await self._do(legs.call_join, command, leg=command.leg, socket=self.id)
        await self._bind(call, command.leg, call_id=command.call)

    async def on_call_decline(self, command: protocol.CallDecline) -> None:
        await self._do(services.call_decline, command, reason=command.reason)

    async def on_call_cancel(self, command: protocol.CallCancel) -> None:
        await self._do(services.call_cancel, command)

    async def on_call_hangup(self, command: protocol.CallHangup) -> None:
        await self._do(services.call_hangup, command)

    async def on_call_connected(self, command: protocol.CallConnected) -> None:
        await self._do(legs.call_connected, command, leg=command.leg)

    async def on_call_interrupted(self, command: protocol.CallInterrupted) -> None:
        await self._do(legs.call_interrupted, command, leg=command.leg)

    async def on_call_media(self, command: protocol.CallMedia) -> None:
        devices = {"microphone": command.microphone, "camera": command.camera, "screen": command.screen}
        await self._do(legs.call_media, command, leg=command.leg, **devices)

    async def on_call_signing(self, command: protocol.CallSigning) -> None:
        self.spend("call.asked", ASKED)
        await self._do(legs.call_signing, command, leg=command.leg, on=command.on)

    async def on_call_quality(self, command: protocol.CallQualitySend) -> None:
        self.spend("call.asked", ASKED)
        record = {"every": command.every, "relayed": command.relayed, "samples": command.samples}
        await self._do(quality.call_quality, command, leg=command.leg, **record)

    async def on_call_quality_read(self, command: protocol.CallQualityAsk) -> None:
        self.spend("call.asked", ASKED)
        self.send_event(await read(quality.quality_of, self.actor, command.call))

    async def on_help_send(self, command: protocol.HelpSend) -> None:
        self.spend("call.asked", ASKED)
        await self.commit(device_help.help_send, key=command.session, session=command.session, device=command.device)

    async def on_snapshot_ask(self, command: protocol.SnapshotAsk) -> None:
        self.spend("call.asked", ASKED)
        asked = await self._do(snapshot.snapshot_ask, command)
        self.send_event(asked)

    async def on_snapshot_refuse(self, command: protocol.SnapshotRefuse) -> None:
        self.spend("call.asked", ASKED)
        await self._do(snapshot.snapshot_refuse, command, request=command.request)

    async def on_call_signal(self, command: protocol.CallSignalSend) -> None:
        self.spend("call.signals", signalling.SIGNALS)
        route = await self._route(command.call, command.leg)
        self._to_other_side(route, protocol.CallSignal(call=command.call, leg=command.leg, data=command.data))

    async def on_camera_ask(self, command: protocol.CameraAsk) -> None:
        self.spend("call.asked", ASKED)
        await self._do(camera.camera_ask, command, what=command.what)

    async def on_camera_unask(self, command: protocol.CameraUnask) -> None:
        self.spend("call.asked", ASKED)
        await self._do(camera.camera_unask, command)

    async def on_camera_answer(self, command: protocol.CameraAnswer) -> None:
        self.spend("call.asked", ASKED)
        await self._do(camera.camera_answer, command, leg=command.leg, what=command.what, yes=command.yes)

    async def on_camera_end(self, command: protocol.CameraEnd) -> None:
        self.spend("call.asked", ASKED)
        await self._do(camera.camera_end, command)

    async def on_camera_state(self, command: protocol.CameraStateSend) -> None:
        self.spend("call.camera", camera.CONTROLS)
        shown = protocol.CameraShown(call=command.call, leg=command.leg, camera=command.camera)
        self._to_other_side(await self._route(command.call, command.leg), shown)

    async def on_camera_set(self, command: protocol.CameraSet) -> None:
        self.spend("call.camera", camera.CONTROLS)
        await read(camera.check_allowed, self.actor, command.call)
        controlled = protocol.CameraControlled(call=command.call, torch=command.torch, zoom=command.zoom)
        self._to_other_side(await self._route(command.call, command.leg), controlled)

    async def _route(self, call: str, leg: str) -> signalling.Route:
        """Return the way to the other side for ``leg``, which this tab must carry. Raises ``call.taken``, or ``call.alone``."""
        bound = self.bound_leg
        if bound is None or bound.call != call or bound.leg != leg:
            raise services.taken()
        route = self.relay.known(call, leg)
        if route is None:
            route = await read(signalling.route_of, self.actor, call, leg)
            self.relay.remember(route)
        if not route.group:
            raise signalling.alone()
        return route

    def _to_other_side(self, route: signalling.Route, event: Event) -> None:
        """Send an event to the other side's tab; it's not stored."""
        self.to_group(route.group, event, role="operator" if self.role == "client" else "client")

    def on_notification(self, group: str, message: pubsub.Message) -> None:
        if type(message) is pubsub.EntryAppended and message.kind == "call.changed":
            self.relay.forget(message.session)
        super().on_notification(group, message)

    async def left(self) -> None:
        if self.bound_leg is not None:
            await self._leg_left(self.bound_leg)
        await super().left()

    async def _leg_left(self, bound: BoundLeg) -> None:
        with suppress(Fault):  # the session may be another operator's by now, and the call with it
            await writers.commit(
                legs.call_leg_left, key=bound.session, by=self.actor, call=bound.call, leg=bound.leg, socket=self.id
            )

    async def _begin(self, service: group_commit.Service, command: Any, **kwargs: Any) -> None:
        """Run a service that brings the session's live call into being, or finds it."""
        await self.hit(JOINS)
        call = await self.commit(service, key=command.session, session=command.session, leg=command.leg, socket=self.id, **kwargs)
        await self._bind(call, command.leg, session=command.session)

    async def _do(self, service: group_commit.Service, command: Any, **kwargs: Any) -> Any:
        """Run a service on the call the command names, in the order of its session's other commands."""
        bound = self.bound_leg
        if bound is not None and bound.call == command.call:
            key = bound.session
        else:
            key = await read(selectors.session_id, command.call)
        return await self.commit(service, key=key, call=command.call, **kwargs)

    async def _bind(self, call: Call | None, leg: str, *, session: str = "", call_id: str = "") -> None:
        """This tab carries its side of the call now, if the row says so: hear the other leg, learn how to reach it.

        A repeated command brings no call: it was carried out before, so the row is read.
        """
        if call is None:
            call = await read(selectors.call_again, self.actor, session=session, call=call_id)
        if call is None or call.leg_of(self.role) != leg:
            return
        bound = BoundLeg(call.session.public_id, call.public_id, leg, signalling.leg_group(call.public_id, leg))
        if self.closed:  # while the service ran: left() knew of no leg
            await self._leg_left(bound)
            return
        self._bind_to(bound)
        try:
            servers, relay = await read(ice_servers, call, leg, timezone.now())
        except Fault:  # over before it was answered: call.changed says so
            return
        self.send_event(protocol.CallIce(call=call.public_id, leg=leg, servers=servers, relay=relay))

    def _bind_to(self, bound: BoundLeg) -> None:
        if self.bound_leg is not None and self.bound_leg.group != bound.group:
            self.unlisten(self.bound_leg.group)
        self.bound_leg = bound
        self.listen(bound.group)

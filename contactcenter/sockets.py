"""The three sockets, composed of the handlers of all rooms."""

from __future__ import annotations

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.wire import Reader
from sessions_app.consumers import ClientHandlers, OperatorHandlers
from sessions_app.consumers.leases import ClientLease, OperatorLease
from sessions_app.share.consumers import ShareHandlers
from sessions_app.whiteboard.consumers import BoardHandlers
from supervision.consumers import ActHandlers, LiveBoardHandlers
from supervision.consumers.help import HelpHandlers
from supervision.consumers.own_day import OwnDayHandlers
from videocall.real_time_text.consumers import TextHandlers


class ClientSocket(TextHandlers, BoardHandlers, ClientLease, ClientHandlers):
    reader = Reader(CLIENT_COMMANDS)


class OperatorSocket(OwnDayHandlers, HelpHandlers, TextHandlers, BoardHandlers, ShareHandlers, OperatorLease, OperatorHandlers):
    reader = Reader(OPERATOR_COMMANDS)


class SupervisorSocket(ActHandlers, LiveBoardHandlers):
    reader = Reader(SUPERVISOR_COMMANDS)

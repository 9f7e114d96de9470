"""Random lives of a session, with steps of all services: a browser's state, the events it got, and a fresh snapshot.

Uses real rows and the real log, inside the caller's transaction.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import msgspec
from django.utils import timezone

from contactcenter.realtime.group_commit import Job, run
from contactcenter.realtime.pubsub import AssignmentChanged, Broadcast, EntryAppended, Notification, Refresh
from contactcenter.realtime.wire import Event, Fault, encode
from sessions_app import present, protocol, selectors
from sessions_app.actor import Actor
from sessions_app.models import Board, Client, Operator, Result, Session, Share, Widget
from sessions_app.present import console
from sessions_app.protocol import Page
from sessions_app.services import callbacks, clients, closing, entry, messages, queue, redirect, transitions
from sessions_app.share.services import session_files, uploads
from sessions_app.share.services.receive import Facts
from sessions_app.whiteboard.services import board as boards
from sessions_app.whiteboard.services import drawing
from supervision.services.help import help_ask, help_withdraw
from videocall import legs
from videocall import services as calls
from videocall.device_help import help_send
from videocall.models import Call

Recording = dict[str, Any]


class Life:
    """A session of a client and an operator, and two browsers that get every event."""

    def __init__(self, client: Actor, operator: Actor, rng: random.Random) -> None:
        self.client, self.operator, self.rng = client, operator, rng
        self.told: dict[str, list[Any]] = {"client": [], "operator": []}
        self.before: dict[str, Any] = {}
        Operator.objects.filter(pk=operator.pk).update(lease_until=timezone.now() + timedelta(hours=1))
        self.session, self.followed = "", False
        Widget.objects.filter(clients=client.pk).update(entries=["chat", "callback"])
        way = {"entry": "callback", "phone": "601 123 456"} if rng.random() < 0.3 else {"entry": "chat", "message": "It is cold"}
        self.session = str(self.do(entry.entry_start, client, **way))

    @property
    def row(self) -> Session:
        return Session.objects.select_related("client", "operator", "widget").get(public_id=self.session)

    def do(self, service: Any, by: Actor | None, **fields: Any) -> Any:
        """Run a service; a refusal changes nothing and sends nothing. Notifications go to both browsers."""
        who = {} if by is None else {"by": by}
        (outcome,), rings = run([Job(service, who | fields, key=fields.get("session", ""))])
        if isinstance(outcome, Exception):
            if not isinstance(outcome, Fault):
                raise outcome
            return None
        for ring in rings:
            self.hear(ring)
        return outcome.value

    def hear(self, ring: Notification) -> None:
        """Send the browsers what their sockets would."""
        match ring.message:
            case EntryAppended(operator=operator, client=client):
                if self.followed:
                    self.told["operator"].append(msgspec.json.decode(operator))
                if client is not None:
                    self.told["client"].append(msgspec.json.decode(client))
            case Broadcast(text=text) if ring.group == f"session.{self.session}":
                for role in ["client", *(["operator"] if self.followed else [])]:
                    self.told[role].append(msgspec.json.decode(text))
            case AssignmentChanged(gained=gained) if ring.group.startswith("operator."):
                self.followed = gained
                gone = protocol.SessionDropped(session=self.session)
                self.tell(
                    "operator", protocol.SessionSnapshot(session=present.operator_session_view(self.row)) if gained else gone
                )
            case Refresh():
                self.tell("operator", console.desk_changed(Operator.objects.get(pk=self.operator.pk)))
                if self.session and self.row.state == "waiting":
                    self.tell("client", protocol.QueuePosition(session=self.session, position=selectors.position(self.row)))

    def tell(self, role: str, event: Event) -> None:
        self.told[role].append(msgspec.json.decode(encode(event)))

    def look(self, role: str) -> Any:
        """Return what a newly opened browser gets: the snapshot that answers its hello."""
        if role == "client":
            client = Client.objects.get(pk=self.client.pk)
            snapshot: Event = present.client_snapshot(client, selectors.current_session(client))
        else:
            snapshot = console.desk_snapshot(Operator.objects.get(pk=self.operator.pk))[0]
        return msgspec.json.decode(encode(snapshot))

    def start(self) -> None:
        """Start recording in both browsers."""
        self.told = {"client": [], "operator": []}
        self.followed = self.row.operator_id == self.operator.pk and self.row.state in ("active", "wrapup")
        self.before = {role: self.look(role) for role in self.told}

    def recordings(self) -> list[Recording]:
        return [
            {"role": role, "before": self.before[role], "events": self.told[role], "after": self.look(role)} for role in self.told
        ]

    def step(self) -> None:
        """Do something that may happen, or be refused, at any time."""
        often = [self.post, self.call] * 3
        seldom = [
            self.seen,
            self.note,
            self.visit,
            self.presence,
            self.file,
            self.end,
            self.rate,
            self.redirect,
            self.phone,
            self.help,
            self.supervisors,
            self.board,
        ]
        self.rng.choice([*often, self.accept, *seldom])()

    def someone(self) -> Actor:
        return self.rng.choice([self.client, self.operator])

    def accept(self) -> None:
        self.do(queue.session_accept, self.operator, session=self.session)

    def post(self) -> None:
        text = self.rng.choice(["hello", "<b>bold</b>", "\u202e\U0001f600", "two\nlines"])
        self.do(messages.message_post, self.someone(), session=self.session, text=text, command_id=f"m{self.rng.random()}")

    def seen(self) -> None:
        fields = {"delivered": self.rng.randint(0, 40), "read": self.rng.randint(0, 40)}
        self.do(messages.message_seen, self.someone(), session=self.session, **fields)

    def note(self) -> None:
        self.do(messages.note_post, self.operator, session=self.session, text="a note")

    def visit(self) -> None:
        page = Page(url=f"https://shop.example/{self.rng.randint(0, 2)}", title="Boilers")
        self.do(clients.page_visit, self.client, session=self.session, page=page)

    def presence(self) -> None:
        if self.rng.random() < 0.5:
            self.do(transitions.client_arrive, self.client, session=self.session, socket="s")
            return
        Session.objects.filter(public_id=self.session).update(client_left_at=timezone.now() - timedelta(seconds=10))
        self.do(transitions.client_away, None, session=self.session)

    def file(self, mime: str = "text/plain") -> None:
        known = list(Share.objects.filter(session__public_id=self.session, state="ready").values_list("public_id", flat=True))
        if mime == "text/plain" and known and self.rng.random() < 0.6:
            service = self.rng.choice([session_files.share_send, session_files.share_delete, session_files.share_rename])
            rest = {"name": f"b{self.rng.randint(1, 9)}"} if service is session_files.share_rename else {}
            self.do(service, self.operator, share=self.rng.choice(known), **rest)
            return
        if mime == "text/plain" and self.rng.random() < 0.2:
            fields = {"url": "https://example.com/manual", "send": self.rng.random() < 0.5}
            self.do(session_files.share_link, self.operator, session=self.session, **fields)
            return
        by = self.someone()
        fields = {"kind": "upload", "name": "a.txt", "size": 5, "stored": f"share/{self.rng.random()}"}
        row = self.do(uploads.share_pending, by, session=self.session, **fields)
        if row is not None:
            facts = Facts(".txt", str(row.file.name), "", 5, mime, "0" * 64, None, None)
            ready = {"share": row.pk, "facts": facts, "send": self.rng.random() < 0.5}
            self.do(uploads.share_ready, by, session=self.session, **ready)

    def board(self) -> None:
        shown = Board.objects.filter(session__public_id=self.session).first()
        files = list(Share.objects.filter(session__public_id=self.session, state="ready", mime="image/png"))
        if not files:
            self.file(mime="image/png")
            return
        file = self.rng.choice(files).public_id
        live = Call.objects.filter(session__public_id=self.session, state="connected").exists()
        if shown is None or (live and shown.share_id is not None):
            self.do(boards.board_open, self.operator, session=self.session, share=None if live else file)
            return
        where = {"session": self.session, "board": shown.key}
        stroke = {"stroke": f"s{self.rng.randint(1, 9)}", "page": 1, "ink": "blue", "width": 40, "points": [1, 2, 3, 4]}
        self.do(drawing.board_stroke, self.someone(), **where, **stroke)
        if self.rng.random() < 0.5:
            self.do(drawing.board_erase, self.someone(), **where, erasure="sweep", strokes=[stroke["stroke"]])
            self.do(drawing.board_undo, self.someone(), **where, stroke="sweep")
            self.do(drawing.board_clear, self.someone(), **where, upto=shown.head)
        if shown.share_id is None:
            self.do(boards.board_freeze, self.operator, **where, share=file)
        elif self.rng.random() < 0.5:
            self.do(boards.board_close, self.operator, **where)

    def call(self) -> None:
        live = Call.objects.filter(session__public_id=self.session, ended_at=None).first()
        if live is None:
            service, by = self.rng.choice([(calls.call_request, self.operator), (calls.call_ask, self.client)])
            leg = f"{by.role}-leg"
            self.do(service, by, session=self.session, leg=leg, socket="s")
            return
        id, by = live.public_id, self.someone()
        leg = f"{by.role}-leg"
        move = self.rng.choice(
            ["accept", "decline", "cancel", "hangup", "connected", "interrupted", "media", "accept", "connected"]
        )
        if move == "accept":
            self.do(calls.call_accept, self.client, call=id, leg="client-leg", video=self.rng.random() < 0.5, socket="s")
        elif move == "decline":
            self.do(calls.call_decline, by, call=id, reason="refused")
        elif move in ("cancel", "hangup"):
            self.do(getattr(calls, f"call_{move}"), by, call=id)
        elif move == "media":
            self.do(
                legs.call_media,
                by,
                call=id,
                leg=leg,
                microphone="granted",
                camera=self.rng.choice(["off", "granted"]),
                screen=self.rng.random() < 0.2,
            )
        else:
            self.do(getattr(legs, f"call_{move}"), by, call=id, leg=leg)

    def rate(self) -> None:
        self.do(closing.session_rate, self.client, session=self.session, value=self.rng.randint(1, 5), comment="fine")

    def redirect(self) -> None:
        if self.rng.random() < 0.7:
            self.do(redirect.session_redirect, self.operator, session=self.session, group=self.row.group_id, note="yours")

    def help(self) -> None:
        self.do(help_send, self.operator, session=self.session, device=self.rng.choice(["microphone", "camera"]))

    def supervisors(self) -> None:
        """Call the supervisors for help, or withdraw that."""
        if self.rng.random() < 0.6:
            self.do(help_ask, self.operator, session=self.session, reason="Which form is it?")
        else:
            self.do(help_withdraw, self.operator, session=self.session)

    def phone(self) -> None:
        self.do(callbacks.callback_try, self.operator, session=self.session, outcome=self.rng.choice(["called", "no-answer"]))

    def end(self) -> None:
        if self.rng.random() < 0.3:
            self.do(closing.session_end, self.someone(), session=self.session)
        elif self.rng.random() < 0.3:
            self.do(closing.session_wrapup, self.operator, session=self.session, result="Solved", note="done")
        elif self.rng.random() < 0.1:
            self.do(closing.session_leave, self.client, session=self.session)


def recorded(client: Actor, operator: Actor, seed: int, steps: int) -> list[Recording]:
    """Play a life of so many steps, recorded from a third of it on: state before, events, and expected state of both browsers."""
    Result.objects.get_or_create(name="Solved")
    life = Life(client, operator, random.Random(seed))
    for number in range(steps):
        if number == steps // 3:
            life.start()
        life.step()
    return life.recordings()

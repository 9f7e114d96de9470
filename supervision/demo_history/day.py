"""One day of the made-up past: who came, what was said, what became of it, how calls went. Chance by seed; rows as dictionaries."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from typing import Any, Final

from supervision.demo_history import words

Row = dict[str, Any]

ENTRIES: Final = {"chat": 60, "videocall": 25, "callback": 10, "invitation": 5}
FATES: Final = {"closed": 86, "abandoned": 9, "missed": 5}
RESULTS: Final = ("Solved", "Solved", "Solved", "Needs a visit", "Passed on", "Client left")
RATINGS: Final = (5, 5, 5, 4, 4, 3, 2, 1)
HOURS: Final = {8: 5, 9: 9, 10: 10, 11: 8, 12: 5, 13: 8, 14: 8, 15: 6, 16: 4}
"""Most come before noon and after lunch."""
PLACES: Final = (("en", "Chrome", "Windows"), ("de", "Firefox", "Windows"), ("cs", "Chrome", "Android"), ("en", "Safari", "iOS"))


def _drawn(dice: random.Random, weights: dict[Any, int]) -> Any:
    return dice.choices([*weights], cum_weights=[*accumulate(weights.values())])[0]


def moments(dice: random.Random, day: date, zone: tzinfo, count: int) -> list[datetime]:
    """Return the arrivals of a day in order."""
    clocks = (time(_drawn(dice, HOURS), dice.randrange(60), dice.randrange(60)) for _ in range(count))
    return sorted(datetime.combine(day, clock, zone) for clock in clocks)


def client(dice: random.Random, at: datetime) -> Row:
    language, browser, system = dice.choice(PLACES)
    name = words.name(dice)
    phone = f"+420{dice.randrange(600_000_000, 799_999_999)}" if dice.random() < 0.2 else ""
    return {
        "name": name,
        "phone": phone,
        "language": language,
        "browser": browser,
        "os": system,
        "token_until": at,
        "created_at": at,
    }


def session(dice: random.Random, at: datetime, operators: Sequence[int]) -> Row:
    entry, state = _drawn(dice, ENTRIES), _drawn(dice, FATES)
    wait = timedelta(seconds=round(dice.expovariate(1 / (900 if entry == "callback" else 14)), 1))
    row: Row = {
        "entry": entry, "state": state, "created_at": at, "operator_id": None, "accepted_at": None,
        "ended_by": "", "result": "", "rating": None,
    }  # fmt: skip
    if state != "closed":
        left = at + (timedelta(minutes=5) if state == "missed" else wait)
        return row | {"ended_at": left, "closed_at": left, "ended_by": "" if state == "missed" else "client"}
    accepted = at + wait
    ended = accepted + timedelta(seconds=min(3600, round(dice.lognormvariate(5.5, 0.7))))
    return row | {
        "operator_id": dice.choice(operators), "accepted_at": accepted, "ended_at": ended, "result": dice.choice(RESULTS),
        "closed_at": ended + timedelta(seconds=dice.randrange(5, 120)), "ended_by": dice.choice(("client", "operator")),
        "rating": dice.choice(RATINGS) if dice.random() < 0.4 else None,
    }  # fmt: skip


def said(dice: random.Random, topic: words.Topic, session: Row) -> list[tuple[str, str]]:
    """Return what was said and by whom. Nobody answers a client whom nobody accepted."""
    lines = words.conversation(dice, topic)
    return lines if session["operator_id"] is not None else lines[:1]


def entries(said: Sequence[tuple[str, str]], client: str, session: Row, names: dict[int, str]) -> list[Row]:
    """Return the log of a session: a line every twenty seconds, or faster if it was over sooner."""
    begin = session["accepted_at"] or session["created_at"]
    pause = min(timedelta(seconds=20), (session["ended_at"] - begin) / (len(said) + 1))
    operator = session["operator_id"]
    writers = {"client": (client, ""), "operator": (names.get(operator, ""), f"operator:{operator}")}
    return [
        {
            "session_id": session["id"], "seq": seq, "shared": seq, "kind": "message.posted", "role": role, "name": writers[role][0],
            "body": json.dumps({"text": text, "command": None}, ensure_ascii=False, separators=(",", ":")),
            "at": begin + seq * pause, "sender": writers[role][1], "command": None,
        }
        for seq, (role, text) in enumerate(said, 1)
    ]  # fmt: skip


def offers(dice: random.Random, session: Row, operators: Sequence[int]) -> list[Row]:
    """Return whom an accepted session was offered to; sometimes another operator lets it run out first. CallBacks are offered to nobody."""
    if session["operator_id"] is None or session["entry"] not in ("chat", "videocall"):
        return []
    at = session["created_at"]
    row = {"session_id": session["id"], "offered_at": at, "until": at + timedelta(seconds=15)}
    if dice.random() < 0.08 and session["accepted_at"] - at > timedelta(seconds=15):
        first = row | {"operator_id": dice.choice(operators), "outcome": "ran_out", "ended_at": row["until"]}
        row |= {"offered_at": row["until"], "until": row["until"] + timedelta(seconds=15)}
        return [first, row | {"operator_id": session["operator_id"], "outcome": "accepted", "ended_at": session["accepted_at"]}]
    return [row | {"operator_id": session["operator_id"], "outcome": "accepted", "ended_at": session["accepted_at"]}]


def call(dice: random.Random, session: Row) -> Row | None:
    """Return the call of an accepted session: always of a video call, sometimes of a chat, where the client may decline."""
    accepted, ended = session["accepted_at"], session["ended_at"]
    if accepted is None or (session["entry"] == "chat" and dice.random() > 0.2):
        return None
    prompt = session["entry"] == "chat"
    row: Row = {
        "session_id": session["id"], "operator_id": session["operator_id"], "prompt": prompt, "video": dice.random() < 0.8,
        "state": "ended", "created_at": accepted, "accepted_at": accepted, "allowed_at": None, "connected_at": None, "ended_at": ended,
        "ended_by": session["ended_by"], "reason": "hangup", "good_seconds": None,
        "picture_tenths": None, "relayed": None,
    }  # fmt: skip
    if prompt and dice.random() < 0.15:
        return row | {"state": "declined", "accepted_at": None, "ended_by": "client", "reason": "refused"}
    connected = accepted + timedelta(seconds=round(dice.lognormvariate(0.7, 0.5), 2))
    if dice.random() < 0.05 or connected >= ended:
        return row | {"state": "failed", "ended_by": "system", "reason": "not-connected"}
    length = int((ended - connected).total_seconds())
    row |= {"allowed_at": accepted + (connected - accepted) / 2 if dice.random() < 0.95 else None, "connected_at": connected}
    row |= {"picture_tenths": round((connected - accepted).total_seconds() * 10), "relayed": dice.random() < 0.12}
    row["good_seconds"] = int(length * min(1, dice.uniform(0.6, 1.3)))
    return row | ({"state": "failed", "ended_by": "system", "reason": "connection-lost"} if dice.random() < 0.03 else {})


def quality(dice: random.Random, call: Row) -> Row:
    """Return the client's quality record of a connected call."""
    sample = {
        "loss": dice.randrange(8),
        "delay": dice.randrange(20, 90),
        "jitter": 4,
        "frozen": 0,
        "kbit": 1200,
        "height": 720,
        "level": 0,
    }
    every = max(5, call["good_seconds"])
    return {
        "call_id": call["id"], "side": "client", "leg": "history", "began_at": call["connected_at"], "every": every,
        "relayed": call["relayed"], "good_seconds": call["good_seconds"], "samples": json.dumps([sample]),
    }  # fmt: skip

"""The rules of static/contactcenter/state in their shortest form: what a browser shows after an event."""

from __future__ import annotations

from typing import Any

View = dict[str, Any]
DESK = ("me", "queue", "waiting", "invitations")
OVER = {"wrapup", "closed", "abandoned", "missed"}


def placed(rows: list[View], row: View) -> list[View]:
    known = any(each["id"] == row["id"] for each in rows)
    return [row if each["id"] == row["id"] else each for each in rows] if known else [*rows, row]


def opened(snapshot: View) -> View:
    """Return what a browser shows of the snapshot that answered its hello."""
    sessions = snapshot["sessions"] if "sessions" in snapshot else [snapshot["session"]]
    kept = {name: snapshot[name] for name in ("name", *DESK) if name in snapshot}
    return kept | {"sessions": {session["id"]: session for session in sessions if session}}


def reduced(state: View, event: View) -> View:
    """Return a new state; the old one stays unchanged."""
    sessions = state["sessions"]
    match event["type"]:
        case "desk.changed":
            return state | {name: event[name] for name in DESK}
        case "session.snapshot":
            return state | {"sessions": sessions | {event["session"]["id"]: event["session"]}}
        case "session.dropped":
            return state | {"sessions": {id: view for id, view in sessions.items() if id != event["session"]}}
    view = sessions.get(event["session"])
    if view is None or ("seq" in event and event["seq"] <= view["head"]):
        return state
    return state | {"sessions": sessions | {view["id"]: changed(view, event)}}


def changed(view: View, event: View) -> View:
    """Return the session after one of its own events."""
    if event["type"] == "queue.position":
        return view | {"position": event["position"]}
    if event["type"] == "message.marks":
        return view | {"marks": {name: max(value, event["marks"][name]) for name, value in view["marks"].items()}}
    if event["type"] in ("board.marked", "board.viewed"):
        return view
    assert event["seq"] == view["head"] + 1, "an entry is missing, repeated or out of order"
    view = view | {"head": event["seq"], "events": [*view["events"], event]}
    operators = "files" in view
    match event["type"]:
        case "session.changed":
            view |= {name: event[name] for name in ("state", "away", "operator")}
            view |= {"result": event["result"]} if operators else {}
            if event["step"] == "accepted":
                view["accepted_at"] = event["at"]
            if event["state"] in OVER:
                view["ended_at"] = view["ended_at"] or event["at"]
            if event["state"] != "waiting":
                view["position"] = None
        case "call.changed":
            view["calls"] = placed(view["calls"], event["call"])
        case "client.changed" if operators:
            view["client"] = event["client"]
        case "help.changed" if operators:
            view["help"] = event["help"]
        case "note.posted" if operators:
            view["notes"] += 1
        case "session.rated":
            view["rating"] = event["rating"]
        case "callback.tried" if view["callback"]:
            view["callback"] = view["callback"] | {"tries": event["tries"]}
        case "board.opened" | "board.frozen":
            view["board"] = event["board"]
        case "board.closed":
            view["board"] = None
        case "share.changed" if operators:
            kept = [file for file in view["files"] if file["id"] != event["file"]["id"]]
            view["files"] = placed(view["files"], event["file"]) if event["file"]["state"] == "ready" else kept
    return view

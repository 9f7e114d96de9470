"""Measure, and write docs/performance.md: ``python -m bench [PART …]``.

The parts: chat, drops, sockets, upload, board, whiteboard, call, distance, signing, text, reload, snapshot, press, weight, phone,
routing, history, api.

Everything when nothing is named. Each part prints its table and writes its own section of the page.
"""

from __future__ import annotations

import sys
from time import monotonic

from bench import (
    api,
    call,
    chat,
    distance,
    drops,
    history,
    phone,
    press,
    real_time_text,
    reload,
    signing,
    simulation,
    snapshot,
    sockets,
    supervisors,
    upload,
    weight,
    whiteboard,
)
from bench.report import Figure, table, write

MEASUREMENTS = {
    "chat": ("Durable chat", chat.measure),
    "drops": ("Messages under drops", drops.measure),
    "sockets": ("Idle sockets", sockets.measure),
    "upload": ("A file", upload.measure),
    "board": ("The live board", supervisors.measure),
    "whiteboard": ("Looking together", whiteboard.measure),
    "call": ("A call", call.measure),
    "distance": ("A call over distance", distance.measure),
    "signing": (f"Sign language on {signing.KBIT} kbit/s, {signing.ONE_WAY_MS} ms one way and 2 % loss", signing.measure),
    "text": ("Real-time text over distance", real_time_text.measure),
    "reload": ("A call that is disturbed", reload.measure),
    "snapshot": ("A snapshot", snapshot.measure),
    "press": ("A press in the console", press.measure),
    "weight": ("Weight", weight.measure),
    "phone": ("A slow phone", phone.measure),
    "routing": ("Waiting and fairness: 20 operators, 400 sessions of all entries in two simulated hours", simulation.measure),
    "history": ("A million past sessions", history.measure),
    "api": ("The API", api.measure),
}


def main(names: list[str]) -> int:
    """Run what is named; 1 when a goal was missed."""
    if unknown := set(names) - set(MEASUREMENTS):
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(MEASUREMENTS)}")
    sections: dict[str, list[Figure]] = {}
    for name in names or MEASUREMENTS:
        title, measure = MEASUREMENTS[name]
        started = monotonic()
        sections[title] = measure()
        print(f"\n== {title} ({monotonic() - started:.0f} s)\n{table(sections[title])}", flush=True)
        write(title, sections[title], [heading for heading, _measure in MEASUREMENTS.values()])
    missed = [figure.what for figures in sections.values() for figure in figures if figure.met is False]
    for what in missed:
        print(f"missed: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

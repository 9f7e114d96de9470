"""One caller who takes the whole TURN relay: a credential for every new leg, used to its quota."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from tests.attack.model import Attack, Outcome, Target
from tests.attack.visitor import Visitor
from tests.servers.turn import Allocation

LEGS, EACH = 198, 24


async def run(target: Target) -> Outcome:
    """Join one call repeatedly, allocate everything the relay gives, then check that another caller still gets an address."""
    servers, answer = await _call(target, 0, target.times(LEGS)), await _call(target, 1, 1)
    names = {server["username"]: server["credential"] for server in servers}
    held = await asyncio.to_thread(_take, target.relay, names)
    code = await asyncio.to_thread(_honest, target.relay, answer[0])
    for allocation in held:
        allocation.close()
    text = f"{len(names)} user names for one caller, {len(held)} addresses taken; an honest caller gets {code or 'one'}"
    return Outcome(text, code == 0)


async def _call(target: Target, person: int, joins: int) -> list[dict[str, Any]]:
    """Return the TURN credentials of a client who joins their call this often."""
    honest = target.people[person]
    operator = await Visitor.open(target, role="operator", cookie=honest["cookie"])
    client = await Visitor.open(target, token=honest["token"], address=target.address(person))
    assert operator, "no operator"
    assert client, "no client"
    requested = await operator.do("call.request", session=honest["session"], leg="operator-leg")
    assert requested, "no call"
    assert requested["type"] == "ack", requested
    changed = await client.event("call.changed")
    assert changed, "no call at the client"
    call = changed["call"]["id"]
    await client.do("call.accept", call=call, leg="leg-0", video=False)
    for number in range(1, joins):
        await client.do("call.join", call=call, leg=f"leg-{number}")
    await client.do("heartbeat", beat=0)  # pending frames have arrived
    found = [
        server for event in client.events if event["type"] == "call.ice" for server in event["servers"] if "username" in server
    ]
    assert found, "no credential"
    return found


def _take(port: int, names: dict[str, str]) -> list[Allocation]:
    held = []
    for name, password in names.items():
        for _ in range(EACH):
            with suppress(OSError):
                allocation = Allocation(port, credential=(name, password))
                held.append(allocation) if allocation.code == 0 else allocation.close()
                if allocation.code:
                    break
    return held


def _honest(port: int, server: dict[str, Any]) -> int:
    allocation = Allocation(port, credential=(server["username"], server["credential"]))
    allocation.close()
    return allocation.code


ATTACKS = [Attack("relay", "198 joins of one call, and every address of the TURN relay", run, relay=True)]

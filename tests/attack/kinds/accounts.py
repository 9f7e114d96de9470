"""Many sign-ins with wrong passwords at once: each costs the server as much as a right one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from tests.attack.http import ask
from tests.attack.model import Attack, Outcome, Target
from tests.attack.visitor import together

TRIES = 60
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def tries(path: str) -> Callable[[Target], Coroutine[Any, Any, Outcome]]:
    """Sixty unknown names at once from one address; again while there is time."""

    async def one(target: Target, token: str, number: int) -> int:
        form = f"username=nobody-{number}&password=wrong-{number}&csrfmiddlewaretoken={token}".encode()
        headers = FORM | {"Cookie": f"csrftoken={token}"}
        answer = await ask(target.port, path, method="POST", headers=headers, body=form, address=target.address(), seconds=30)
        return answer.status

    async def run(target: Target) -> Outcome:
        token = (await ask(target.port, path, address=target.address())).cookie("csrftoken")
        until = monotonic() + target.seconds
        statuses: list[int] = []
        while not statuses or monotonic() < until:
            count = target.times(TRIES)
            statuses += await together(*(one(target, token, len(statuses) + number) for number in range(count)), most=count)
        said = {status: statuses.count(status) for status in sorted(set(statuses))}
        return Outcome(", ".join(f"{count} × {status or 'no answer'}" for status, count in said.items()))

    return run


ATTACKS = [
    Attack("sign-ins", "60 sign-ins at the console at once", tries("/console/login/"), ("a sign-in",)),
    Attack("admin-sign-ins", "60 sign-ins at the admin at once", tries("/admin/login/"), ("a sign-in",)),
]

"""All attacks by name, in running order."""

from __future__ import annotations

from tests.attack.kinds import (
    accounts,
    archives,
    callbacks,
    calm,
    floods,
    hellos,
    letters,
    pdf,
    pictures,
    relay,
    sockets,
    uploads,
)
from tests.attack.model import Attack

ATTACKS: dict[str, Attack] = {
    attack.name: attack
    for module in (calm, floods, hellos, sockets, uploads, pictures, pdf, archives, accounts, callbacks, letters, relay)
    for attack in module.ATTACKS
}

"""How far the set-up of the contact centre is (A1): facts for the supervisors' checklist. Reads only."""

from __future__ import annotations

from typing import NamedTuple

from sessions_app.models import Group, Operator, Session, Widget


class SetUp(NamedTuple):
    """What is there already, in the order in which it's made."""

    group: bool
    operator: bool
    widget: bool
    seen: bool
    chat: bool


def set_up() -> SetUp:
    """Return which steps are done: one short query each. A website with a strict Referrer-Policy is only known by who came from it."""
    return SetUp(
        group=Group.objects.exists(),
        operator=Operator.objects.filter(active=True).exclude(groups=None).exists(),
        widget=Widget.objects.filter(active=True).exclude(origins=[]).exists(),
        seen=Widget.objects.exclude(seen_at=None).exists() or Session.objects.exclude(entry="invitation").exists(),
        chat=Session.objects.exclude(accepted_at=None).exists(),
    )

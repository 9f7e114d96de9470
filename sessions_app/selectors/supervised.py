"""What a supervisor sees and steers (A9): everything, or the groups they are bound to and nothing else. Reads only.

Every row shown to a supervisor is fetched through one of these, so that a foreign one is simply not there (404).
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sessions_app.actor import Actor
from sessions_app.models import Client, Group, Operator, Session, User, Widget


def supervisor_of(by: Actor) -> User | None:
    """Return the supervisor's account with its present rights; None for everybody else, and once it's no longer staff."""
    return User.objects.filter(pk=by.pk, is_active=True, is_staff=True).first() if by.role == "supervisor" else None


def supervises(by: Actor, session: Session) -> bool:
    """Return whether this actor is a supervisor of the session's group."""
    user = supervisor_of(by)
    return user is not None and sessions_for(user).filter(pk=session.pk).exists()


def is_bound(user: Any) -> bool:
    """Return whether this account is bound to some groups. A superuser never is."""
    return not user.is_superuser and not user.all_groups


def groups_for(user: Any) -> QuerySet[Group]:
    return Group.objects.filter(supervisors=user) if is_bound(user) else Group.objects.all()


def sessions_for(user: Any) -> QuerySet[Session]:
    """Return the sessions of the supervised groups: a redirected one belongs to the group it was redirected to."""
    return Session.objects.filter(group__in=groups_for(user).order_by()) if is_bound(user) else Session.objects.all()


def operators_for(user: Any) -> QuerySet[Operator]:
    """Return the operators who serve at least one of the supervised groups."""
    if not is_bound(user):
        return Operator.objects.all()
    members = Operator.groups.through.objects.filter(group__in=groups_for(user).order_by())
    return Operator.objects.filter(pk__in=members.values("operator"))


def widgets_for(user: Any) -> QuerySet[Widget]:
    return Widget.objects.filter(group__in=groups_for(user).order_by()) if is_bound(user) else Widget.objects.all()


def clients_for(user: Any) -> QuerySet[Client]:
    """Return the clients who have had a session in one of the supervised groups."""
    return (
        Client.objects.filter(pk__in=sessions_for(user).order_by().values("client")) if is_bound(user) else Client.objects.all()
    )

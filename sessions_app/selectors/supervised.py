"""What a supervisor sees and steers (A9): everything, or the groups they are bound to and nothing else. Reads only.

Every row shown to a supervisor is fetched through one of these, so that a foreign one is simply not there (404).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.contrib.auth.models import Group as Permissions
from django.db.models import Model, Q, QuerySet

from sessions_app.actor import Actor
from sessions_app.models import (
    AwayReason,
    Ban,
    CannedResponse,
    Client,
    Group,
    Invitation,
    LibraryItem,
    Operator,
    Result,
    Retention,
    Session,
    Share,
    Tag,
    User,
    Widget,
)

Row = TypeVar("Row", bound=Model)


def supervisor_of(by: Actor) -> User | None:
    """Return the supervisor's account with its present rights; None for everybody else, and once it's no longer staff."""
    return User.objects.filter(pk=by.pk, is_active=True, is_staff=True).first() if by.role == "supervisor" else None


def supervises(by: Actor, session: Session) -> bool:
    """Return whether this actor is a supervisor of the session's group."""
    user = supervisor_of(by)
    return user is not None and sessions_for(user).filter(pk=session.pk).exists()


def is_bound(user: Any) -> bool:
    """Return whether this account is bound to some groups. A superuser never is."""
    return not (user.is_superuser or user.all_groups)


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


Rule = Callable[[Any], Q]
NONE: Final = Q(pk__in=[])


def _of_operator(column: str) -> Rule:
    return lambda user: Q(**{f"{column}__in": operators_for(user).order_by().values("pk")})


def _of_group(column: str) -> Rule:
    return lambda user: Q(**{f"{column}__in": groups_for(user).order_by().values("pk")})


RULES: Final[dict[type[Model], Rule]] = {
    Group: _of_group("pk"),
    Session: _of_group("group"),
    Widget: _of_group("group"),
    Operator: _of_operator("pk"),
    Invitation: _of_operator("operator"),
    Client: lambda user: Q(pk__in=clients_for(user).order_by().values("pk")),
    Ban: lambda user: Q(client__in=clients_for(user).order_by().values("pk")),
    Share: _of_group("session__group"),
    LibraryItem: lambda user: Q(owner=None) | _of_operator("owner")(user),
    User: lambda _user: NONE,
    Permissions: lambda _user: NONE,
    CannedResponse: lambda _user: Q(),
    Result: lambda _user: Q(),
    Tag: lambda _user: Q(),
    AwayReason: lambda _user: Q(),
    Retention: lambda _user: Q(),
}
"""Which rows a bound supervisor sees, by model: those of groups, or all where rows belong to no group. Other apps add theirs in
``AppConfig.ready``. A model without a rule is not seen at all.
"""


CHANGES: Final[dict[type[Model], Rule]] = {
    LibraryItem: _of_operator("owner"),
    CannedResponse: lambda _user: NONE,
    Result: lambda _user: NONE,
    Tag: lambda _user: NONE,
    AwayReason: lambda _user: NONE,
    Retention: lambda _user: NONE,
}
"""Which of the rows they see a bound supervisor may change and delete, where that isn't all: what holds for every group is read only."""


def may_change(user: Any, model: type[Model], row: Model | None = None) -> bool:
    """Return whether a supervisor may change this row by the rules of groups; without a row, whether they may change or add any."""
    if not is_bound(user) or model not in CHANGES:
        return True
    rule = CHANGES[model](user)
    return rule is not NONE and (row is None or model._default_manager.filter(rule, pk=row.pk).exists())


def rows_for(user: Any, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Narrow the rows of any model to those the supervisor may see."""
    if not is_bound(user):
        return rows
    rule = RULES.get(rows.model)
    return rows.filter(rule(user)) if rule else rows.none()

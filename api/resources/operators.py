"""Operators: list, state, sign-out. And what is set up: groups and widgets, to read."""

from __future__ import annotations

from typing import Any, Final

from api import present
from api.resources.rows import operator_of, operators_seen, reason_of
from api.rest import cursors
from api.rest.endpoint import Call, endpoint
from api.schema import people as schema
from api.schema.common import Listing, Reasoned
from api.scopes import ANY
from sessions_app.selectors.supervised import groups_for, widgets_for
from supervision.services import acts

PART: Final[dict[str, Any]] = {"tag": "Operators", "scopes": "operators"}
SET_UP: Final[dict[str, Any]] = {"tag": "Set-up", "scopes": ANY, "query": Listing, "problems": ("cursor.not_found",)}


@endpoint("GET", "/operators", query=Listing, answer=schema.OperatorList, problems=("cursor.not_found",), **PART)
def list_operators(call: Call, *, query: Listing) -> schema.OperatorList:
    """List operators

    With their states now, the same as on the live board.
    """
    found, after = cursors.page(operators_seen(call), order=("pk",), cursor=query.cursor, limit=query.limit)
    return schema.OperatorList(items=present.operators(found, groups_for(call.user)), next=after)


@endpoint(
    "PUT", "/operators/{operator}/state", body=schema.StateBody, answer=schema.OperatorData,
    problems=("operator.not_found", "operator.left", "operator.state", "presence.reason", "act.reason"), **PART,
)  # fmt: skip
def set_operator_state(call: Call, *, operator: int, body: schema.StateBody) -> schema.OperatorData:
    """Set the state of an operator

    Online, or away with one of the reasons of the list. The operator is told by whom and why.
    """
    row = operator_of(call, operator)
    acts.act_state(
        by=call.by, operator=row.pk, state=body.state, away_reason=body.away_reason, reason=reason_of(call, body.reason)
    )  # fmt: skip
    return _one(call, operator)


@endpoint(
    "POST", "/operators/{operator}/sign-out", body=Reasoned, answer=schema.OperatorData,
    problems=("operator.not_found", "operator.left", "act.reason"), **PART,
)  # fmt: skip
def sign_operator_out(call: Call, *, operator: int, body: Reasoned) -> schema.OperatorData:
    """Sign an operator out

    Everywhere: the consoles close, and open again only after a new sign-in. Conversations are kept.
    """
    row = operator_of(call, operator)
    acts.act_signout(by=call.by, operator=row.pk, reason=reason_of(call, body.reason))
    return _one(call, operator)


def _one(call: Call, operator: int) -> schema.OperatorData:
    (found,) = present.operators([operator_of(call, operator)], groups_for(call.user))
    return found


@endpoint("GET", "/groups", answer=schema.GroupList, **SET_UP)
def list_groups(call: Call, *, query: Listing) -> schema.GroupList:
    """List groups

    Those of the token, with their operators. Any scope will do.
    """
    rows = groups_for(call.user).prefetch_related("operators")
    found, after = cursors.page(rows, order=("pk",), cursor=query.cursor, limit=query.limit)
    return schema.GroupList(items=[present.group(row) for row in found], next=after)


@endpoint("GET", "/widgets", answer=schema.WidgetList, **SET_UP)
def list_widgets(call: Call, *, query: Listing) -> schema.WidgetList:
    """List widgets

    Those of the token’s groups. Any scope will do.
    """
    rows = widgets_for(call.user).select_related("group")
    found, after = cursors.page(rows, order=("pk",), cursor=query.cursor, limit=query.limit)
    return schema.WidgetList(items=[present.widget(row) for row in found], next=after)

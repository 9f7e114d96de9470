"""Sign-out for views and the admin: ends an account's sessions once its change of password or status is committed."""

from __future__ import annotations

from django.db import transaction

from contactcenter.realtime.group_commit import perform
from sessions_app.auth import valid_sessions
from sessions_app.models import Operator
from sessions_app.services.accounts import account_sign_out


def sign_out(user: int, *, but: str | None = None) -> None:
    """Sign an account out after the transaction, even one about to be deleted. ``but``: the key of a browser that stays."""
    operator = Operator.objects.filter(user=user).first()
    groups = list(operator.groups.order_by().values_list("pk", flat=True)) if operator else []
    pk = operator.pk if operator else None

    def now() -> None:
        perform(account_sign_out, http_sessions=valid_sessions.keys_of(user, but=but), operator=pk, groups=groups)

    transaction.on_commit(now)

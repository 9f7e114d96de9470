"""Connect supervision to sessions and calls, which know nothing about it: they announce changes by signals."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = _("Supervision")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.db.models import Q

        from sessions_app import hooks, housekeeping
        from sessions_app.selectors import supervised
        from sessions_app.signals import (
            audited,
            load_changed,
            offer_made,
            offer_over,
            operator_left,
            session_closing,
            session_redirecting,
        )
        from supervision import admin_acts, personal_data
        from supervision.admin import OfferInline
        from supervision.filters import CountedFilter, PresenceFilter
        from supervision.models import Alert, AlertRule, SessionOffer, StateSpan
        from supervision.selectors.help_requests import help_shown
        from supervision.services import audit_retention

        load_changed.connect(_load_changed, dispatch_uid="supervision")
        operator_left.connect(_operator_left, dispatch_uid="supervision")
        offer_made.connect(_offer_made, dispatch_uid="supervision")
        offer_over.connect(_offer_over, dispatch_uid="supervision")
        session_closing.connect(_session_over, dispatch_uid="supervision")
        session_redirecting.connect(_session_over, dispatch_uid="supervision")
        hooks.session_inlines.append(OfferInline)
        hooks.session_actions.extend(admin_acts.SESSION_ACTIONS)
        hooks.operator_actions.extend(admin_acts.OPERATOR_ACTIONS)
        hooks.help_views = help_shown
        hooks.session_filters.append(CountedFilter)
        hooks.operator_filters.append(PresenceFilter)
        hooks.personal_data.append(personal_data.PERSONAL_DATA)
        hooks.kept_in_log.update(personal_data.KEPT_IN_LOG)
        housekeeping.CLEANUPS.append(audit_retention.CLEANUP)
        housekeeping.TERMS.append(audit_retention.TERM)
        audited.connect(_audited, dispatch_uid="supervision")
        user_logged_in.connect(_signed_in, dispatch_uid="supervision")
        user_logged_out.connect(_signed_out, dispatch_uid="supervision")
        supervised.RULES[StateSpan] = lambda user: Q(operator__in=supervised.operators_for(user).order_by())
        supervised.RULES[Alert] = lambda user: Q(rule__group__in=supervised.groups_for(user).order_by())
        supervised.RULES[AlertRule] = lambda user: Q(group__in=supervised.groups_for(user).order_by())
        supervised.RULES[SessionOffer] = lambda user: Q(session__group__in=supervised.groups_for(user).order_by())


def _load_changed(*, operators: list[int], by: Any, **_: Any) -> None:
    from contactcenter.realtime.group_commit import unit
    from supervision.services.facts import follow_state

    for operator in operators:
        unit().at_end(("state", operator), follow_state, operator, by)


def _operator_left(*, operator: int, at: Any, by: Any, **_: Any) -> None:
    from supervision.services.facts import operator_offline

    operator_offline(operator, at, by)


def _offer_made(*, session: Any, operator: int, until: Any, **_: Any) -> None:
    from supervision.services.facts import offer_begin

    offer_begin(session, operator, until)


def _offer_over(*, session: Any, operator: int, outcome: str, **_: Any) -> None:
    from supervision.services.facts import offer_end

    offer_end(session, operator, outcome)


def _session_over(*, session: Any, by: Any, **_: Any) -> None:
    from supervision.services.help import help_over

    help_over(session=session, by=by)


def _audited(*, user: Any, verb: str, sender: Any = None, signal: Any = None, **line: Any) -> None:
    from supervision.models import AuditEntry
    from supervision.services import audit

    audit.record(user, AuditEntry.Verb(verb), **line)


def _signed_in(*, request: Any, user: Any, **_: Any) -> None:
    _audited(user=user, verb="sign_in", detail=getattr(request, "path", ""), request=request)


def _signed_out(*, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        _audited(user=user, verb="sign_out", request=request)

"""Watches the rules of alerts (A7) in the background of every process: one of them evaluates each rule, in a thread of its own.

Started by the deadlines every second; a round that takes longer delays nobody else's.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import perform
from sessions_app import mail
from supervision import board, day_totals
from supervision.models import AlertRule
from supervision.rules.measures import LIVE, Number, measures
from supervision.services import alerts

log = logging.getLogger(__name__)
_thread: Final = ThreadPoolExecutor(1, thread_name_prefix="alerts")
_running: list[Future[None]] = []


def watch(now: datetime) -> None:
    """Start a round unless one is running or nothing is due. Returns at once: a sweep of the deadlines."""
    if (not _running or _running[0].done()) and AlertRule.objects.filter(alerts.due(now)).exists():
        _running[:] = [_thread.submit(_round)]


def _round() -> None:
    try:
        evaluate(timezone.now())
    except DatabaseError:
        log.warning("alerts could not reach the database")
    except Exception:
        log.exception("alerts failed")
    finally:
        connection.close()


def evaluate(now: datetime) -> None:
    """Evaluate every rule whose turn it is, write what follows, and send the letters."""
    rules = perform(alerts.alerts_claim, now=now)
    by_group: dict[int | None, list[AlertRule]] = defaultdict(list)
    for rule in rules:
        by_group[rule.group_id].append(rule)
    for group, watched in by_group.items():
        values, trouble = _values(group, {rule.measure for rule in watched}, now)
        for rule in watched:
            why, value = trouble or _unknown(rule, values), values.get(rule.measure)
            _follow(rule, now, value, why)


def _follow(rule: AlertRule, now: datetime, value: Number, why: str) -> None:
    """Write and tell what follows for one rule. If that fails, the other rules are evaluated all the same."""
    try:
        letters = perform(alerts.alert_evaluated, rule=rule, claimed=now, value=value, trouble=why)
    except Exception:
        log.exception("alert rule %s could not be evaluated", rule.pk)
        return
    for letter in letters:
        mail.send_later(letter)


def _values(group: int | None, names: set[str], now: datetime) -> tuple[dict[str, Number], str]:
    """Return the measures of a group, or of all together; and in words why they can't be had."""
    scope = None if group is None else frozenset({group})
    found: dict[str, Number] = {}
    try:
        if names & set(LIVE):
            found |= board.now_in(scope, now)
        if names - set(LIVE):
            found |= measures(day_totals.today(scope, now))
    except Exception:
        log.exception("the measures of alerts could not be read")
        return {}, _("The measures couldn’t be read. The server’s log says why.")
    return found, ""


def _unknown(rule: AlertRule, values: dict[str, Number]) -> str:
    return "" if rule.measure in values else _("There’s no measure of this name any more. Choose another.")

"""Alerts in words: what a rule watches, for boards, mail and lists."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision.live_words import NOW, TIMES
from supervision.measure_words import WORDS, shown
from supervision.models import AlertRule
from supervision.rules.measures import SHARES


def measure_name(name: str) -> str:
    """Return the measure in words; its own name if there’s no such measure any more."""
    return str((NOW | WORDS)[name][0]) if name in NOW | WORDS else name


def number(name: str, value: float) -> str:
    """Return a value of a measure as people read it."""
    if name in TIMES:
        return shown("speed_of_answer", value)
    return shown(name, value) if name in SHARES else number_format(f"{value:g}")


def sentence(rule: AlertRule) -> str:
    """Return the rule as a sentence, such as “Waiting above 5 for 60 seconds, in Support”."""
    words = _("{measure} above {limit}") if rule.comparison == AlertRule.Comparison.ABOVE else _("{measure} below {limit}")
    told = words.format(measure=measure_name(rule.measure), limit=number(rule.measure, rule.threshold))
    if rule.seconds:
        told += " " + ngettext("for {count} second", "for {count} seconds", rule.seconds).format(count=rule.seconds)
    return f"{told}, {_('in {group}').format(group=rule.group.name) if rule.group else _('in all groups')}"

"""Signals of supervision for other apps, sent inside the transaction.

``state_changed`` is sent with ``operator`` (a primary key), ``state``, ``reason``, ``at`` and ``by`` when an operator's state changes;
``alert_changed`` with ``rule``, ``change`` (``fired`` or ``resolved``), ``value`` (None if there's none) and ``at``.
"""

from django.dispatch import Signal

state_changed = Signal()
alert_changed = Signal()

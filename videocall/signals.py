"""Signals of calls for other apps, sent inside the transaction.

``call_moved`` is sent with ``call``, ``before`` (its state before the move; ``none`` for a new call) and ``by`` after each move.
"""

from django.dispatch import Signal

call_moved = Signal()

"""Signals for other apps, sent inside the transaction.

``session_accepted`` is sent with ``session`` and ``by`` when an operator has taken a session; ``session_closing`` with ``session`` and
``by`` when its conversation ends, whoever ended it; ``session_redirecting`` before it's redirected: a receiver can raise a Fault to
prevent that. ``file_deleted`` is sent with ``session``, ``file`` and ``by`` when a file of a session is deleted.
"""

from django.dispatch import Signal

session_accepted = Signal()
session_closing = Signal()
session_redirecting = Signal()
file_deleted = Signal()

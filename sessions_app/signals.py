"""Signals for other apps, sent inside the transaction.

``session_accepted`` is sent with ``session`` and ``by`` when an operator has taken a session; ``session_closing`` with ``session`` and
``by`` when its conversation ends, whoever ended it; ``session_redirecting`` before it's redirected: a receiver can raise a Fault to
prevent that. ``session_changed`` is sent with ``session``, ``step``, ``at`` and ``by`` for each step of a session's life, as its log tells
it. ``file_ready`` and ``file_deleted`` are sent with ``session``, ``file`` and ``by`` when a file of a session is stored and when it's
deleted; ``client_erased`` with ``client`` (a row) and ``by`` when what was known about a client has been erased.

``load_changed`` is sent with ``operators`` (a list of primary keys) and ``by`` after a change that may alter what these operators are
doing; ``operator_left`` with ``operator``, ``at`` and ``by`` when nobody has been at an operator's console since ``at``. ``offer_made`` is
sent with ``session``, ``operator`` and ``until`` when a session is offered to one operator; ``offer_over`` with ``session``, ``operator``
and ``outcome`` (``accepted``, ``declined``, ``ran_out``, ``withdrawn``) when it no longer is. Here ``operator`` is a primary key.

``audited`` is sent for what people do that belongs into the audit, with ``user``, ``verb`` and ``request``, and where there is one with
``target`` (a row) or ``kind`` and ``name``, ``detail``, ``rows`` and ``tried``: see supervision/services/audit.py.
"""

from django.dispatch import Signal

session_accepted = Signal()
session_closing = Signal()
session_redirecting = Signal()
session_changed = Signal()
file_ready = Signal()
file_deleted = Signal()
client_erased = Signal()
load_changed = Signal()
operator_left = Signal()
offer_made = Signal()
offer_over = Signal()
audited = Signal()

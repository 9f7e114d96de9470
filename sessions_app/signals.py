"""Signals for other apps, sent inside the transaction.

``session_accepted`` is sent with ``session`` and ``by`` when an operator has taken a session; ``session_closing`` with ``session`` and
``by`` when its conversation ends, whoever ended it; ``session_redirecting`` before it's redirected: a receiver can raise a Fault to
prevent that. ``file_deleted`` is sent with ``session``, ``file`` and ``by`` when a file of a session is deleted.

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
file_deleted = Signal()
load_changed = Signal()
operator_left = Signal()
offer_made = Signal()
offer_over = Signal()
audited = Signal()

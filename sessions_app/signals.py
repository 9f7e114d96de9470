"""The moments other apps join in, inside the transaction.

``session_accepted`` is sent with ``session`` and ``by`` when an operator took it; ``session_closing`` with ``session`` and
``by`` when its conversation ends, whoever ended it; ``session_redirecting`` when it is about to go to somebody else: who
forbids it raises a Fault.
"""

from django.dispatch import Signal

session_accepted = Signal()
session_closing = Signal()
session_redirecting = Signal()

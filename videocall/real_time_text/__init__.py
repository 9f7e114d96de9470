"""Real-time text in a call (L2): each side reads what the other types, as it is typed, once both have agreed.

The two must agree by the call's row (``rules``, ``services``); letters only pass through (``consumers``). A finished line is an ordinary
message of the session.
"""

"""Privacy (P1 to P3): everything about a client as an export, erasure, terms by kind. Other rooms join in by `sessions_app/hooks.py`."""

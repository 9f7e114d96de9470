"""Attacks on servers of our own and their effect on honest clients: ``python -m tests.attack [NAME …]``.

Loopback only, limited in count and time. A tool, not a test: its table says what holds and what doesn't.
"""

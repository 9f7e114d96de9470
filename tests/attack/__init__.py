"""Attacks on the product's own servers, and what honest clients feel of them: ``python -m tests.attack [NAME …]``.

Loopback only, bounded in count and time. A rig, not a test: its table says what holds and what does not.
"""

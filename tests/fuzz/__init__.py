"""Fuzz tests of a running server: ``python -m tests.fuzz frames`` and ``python -m tests.fuzz http``.

Every frame and request is generated from a seed, so that a finding can be repeated. Loopback only, bounded in count.
"""

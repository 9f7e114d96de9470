"""A load of clients, faults of every kind, and a checker of what the clients saw: ``python -m tests.faults``.

Servers of its own, loopback only, bounded in time. Its tables are in docs/reliability.md.
"""

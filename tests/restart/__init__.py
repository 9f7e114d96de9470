"""A rolling restart under load: both server processes are replaced one after the other, as an upgrade does (O4).

The load, the proxy and the checker of the history are those of the fault rig (``tests/faults``).
"""

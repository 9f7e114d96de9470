"""Calls between hosts of our own on this machine, over a network that delays, loses and goes away. Needs root; a run of its own."""

"""Calls between hosts of our own on this machine, over a network with delay, loss and outages. Needs root; a separate run."""

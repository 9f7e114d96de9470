"""The live board in the browser tests."""

from __future__ import annotations

from typing import Final

PUSHED: Final = 3_000
"""Milliseconds until a change is on the board: less than the five seconds after which it asks by itself. ``make bench`` measures that it
takes less than one (bench/supervisors.py); here some browsers share two cores.
"""

"""Sounds a page plays, counted."""

from __future__ import annotations

COUNT_SOUNDS = """
() => {
  window.sounds = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...args) { window.sounds += 1; return start.apply(this, args); };
}
"""

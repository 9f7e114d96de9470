"""Scripts for the pages under test, in files of their own: each is one function below its comment."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def function_in(name: str) -> str:
    """Return the function of this file as an expression, for ``evaluate``."""
    text = (HERE / name).read_text(encoding="utf-8")
    return text[text.index("() =>") :].rstrip().removesuffix(";")

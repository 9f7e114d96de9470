"""The reference as Markdown, for docs/api.md. The page at /api/ shows the same (templates/api/docs.html)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from api.reference import Field, Operation, chapters, structures
from api.rest.openapi import document
from api.rest.problem_codes import PROBLEMS


def markdown() -> str:
    """Return everything below the walk."""
    found = document("https://contact.example.com")
    parts = ["## Operations", _overview(found)]
    for chapter in chapters(found):
        parts += [f"### {chapter.name}", chapter.meaning]
        for operation in chapter.operations:
            parts += _operation(operation)
    parts.append("## What is answered")
    for name, (meaning, fields) in structures(found).items():
        parts += [f"### {name}", meaning, _fields(fields)]
    rows = ((f"`{code}`", str(kind.status), kind.meaning) for code, kind in PROBLEMS.items())
    parts += ["## Refusals", _table(("Code", "Status", "Meaning"), rows)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _overview(found: Any) -> str:
    rows = (
        (f"`{operation.method} {operation.path}`", operation.summary)
        for chapter in chapters(found)
        for operation in chapter.operations
    )
    return _table(("Request", ""), rows)


def _operation(operation: Operation) -> list[str]:
    codes = ", ".join(f"`{code}`" for code in operation.problems)
    answer = f"Answers {operation.status}" + (f" with {operation.answer}." if operation.answer else ".")
    return [
        f"#### {operation.summary}",
        f"`{operation.method} {operation.path}`",
        operation.description,
        _fields(operation.parameters),
        "Body:" if operation.body else "",
        _fields(operation.body),
        f"{answer} Refusals: {codes}.",
    ]


def _fields(fields: Sequence[Field]) -> str:
    rows = ((f"`{each.name}`", each.type, "" if each.required else "may be left out", each.meaning) for each in fields)
    return _table(("Name", "Type", "", "Meaning"), rows) if fields else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)

"""Examine the installation, and say what is wrong and what to do about it. Its parts are named at --only."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from operation.doctor import PARTS, Level, examine

MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.WRONG: "✗"}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON object instead of text.")
        parser.add_argument("--only", action="append", choices=list(PARTS), metavar="PART", help=f"One of: {', '.join(PARTS)}.")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = options["only"] or list(PARTS)
        findings = examine(chosen.__contains__)
        bad = [finding for finding in findings if finding.level is Level.WRONG]
        if options["json"]:
            rows = [finding._asdict() | {"level": finding.level.value} for finding in findings]
            self.stdout.write(json.dumps({"healthy": not bad, "findings": rows}, ensure_ascii=False, indent=2))
        else:
            for part, level, words, advice in findings:
                self.stdout.write(f"{MARKS[level]} {part}: {words}")
                if advice:
                    self.stdout.write(f"    {advice}")
            self.stdout.write(f"\n{len(bad)} to mend." if bad else "\nNothing to mend.")
        if bad:
            sys.exit(1)

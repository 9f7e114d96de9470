"""``python -m tests.sabotage [NAME …] [--list]``: plant each fault in a copy of the tree and run its tests; fails if one goes unnoticed."""

from __future__ import annotations

import argparse
import subprocess
import sys
from time import monotonic

from tests.sabotage.bench import ALL_SECONDS, FAILED, Copy
from tests.sabotage.faults import FAULTS
from tests.sabotage.model import Fault, Runner


def sound(copy: Copy, faults: list[Fault]) -> list[str]:
    """Run all tests without a fault; return the output of what fails. Only then does a failure mean that a fault was caught."""
    by_runner: dict[Runner, dict[str, None]] = {}
    for fault in faults:
        by_runner.setdefault(fault.runner, {}).update(dict.fromkeys(fault.tests))
    done = {runner: copy.run(runner, tuple(tests), ALL_SECONDS) for runner, tests in by_runner.items()}
    return [f"{runner}:\n{ended.stdout[-4000:]}" for runner, ended in done.items() if ended.returncode]


def outcome(ended: subprocess.CompletedProcess[str]) -> str:
    """Return what came of a fault, in words."""
    if ended.returncode == FAILED:
        return "caught"
    return "NOT CAUGHT" if ended.returncode == 0 else f"the tests did not run (exit code {ended.returncode})"


def main(arguments: list[str]) -> int:
    """Try out the faults whose name or file contains one of the given words, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args(arguments)
    chosen = [
        fault
        for fault in FAULTS
        if not asked.words or any(word in f"{fault.name} {fault.file} {fault.runner}" for word in asked.words)
    ]
    if asked.list:
        print("\n".join(f"{fault.file:50} {fault.name}" for fault in chosen))
        return 0
    caught = 0
    with Copy() as copy:
        if failing := sound(copy, chosen):
            print("These tests fail without any fault:\n" + "\n".join(failing))
            return 2
        print("| fault | file | tests | |\n|---|---|---|---|", flush=True)
        for fault in chosen:
            began = monotonic()
            ended = copy.try_out(fault)
            result = outcome(ended)
            caught += result == "caught"
            tests = ", ".join(test.removeprefix("tests/") for test in fault.tests)
            print(
                f"| {fault.name} | {fault.file} | {tests} ({fault.runner}, {monotonic() - began:.0f} s) | {result} |", flush=True
            )
            if result != "caught":
                print(ended.stdout[-3000:], file=sys.stderr)
    print(f"\n{caught} of {len(chosen)} caught")
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``python -m tests.servers postgres redis -- COMMAND``: run a command with its own servers in DATABASE_URL and REDIS_URL."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack

from tests.servers.postgres import Postgres
from tests.servers.redis import Redis


def main(arguments: list[str]) -> int:
    """Start the named servers, run the command, stop them; return the command's exit code."""
    cut = arguments.index("--")
    wanted, command = arguments[:cut], arguments[cut + 1 :]
    if unknown := set(wanted) - {"postgres", "redis"}:
        sys.exit(f"unknown server: {', '.join(sorted(unknown))}")
    env = dict(os.environ)
    with ExitStack() as stack:
        if "postgres" in wanted:
            env["DATABASE_URL"] = stack.enter_context(Postgres()).url()
        if "redis" in wanted:
            env["REDIS_URL"] = stack.enter_context(Redis()).url
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

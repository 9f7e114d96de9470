"""The examples in docs/embedding.md work as printed."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sessions_app.models import Widget
from sessions_app.services.identity import read_token
from tests.servers.process import program

TEXT = (Path(__file__).resolve().parents[2] / "docs/embedding.md").read_text()
SECRET = "the widget's secret, at least 32 bytes long"


def example(language: str) -> str:
    """Return the first code block in this language that signs a token."""
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return next(block for block in blocks if "sha256" in block)


def by_python() -> str:
    names: dict[str, Any] = {}
    exec(example("python"), names)
    return str(names["identity_token"](SECRET, "shop", "4711", name="Emilie Čapková"))


def by_node() -> str:
    call = f'console.log(identityToken("{SECRET}", "shop", "4711", {{ name: "Emilie Čapková" }}));'
    done = subprocess.run(
        [program("node"), "--input-type=module", "-e", example("js") + call], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("sign", [by_python, by_node])
def test_the_example_token_is_valid(sign: Any) -> None:
    claims = read_token(sign(), Widget(key="shop", identity_secret=SECRET), datetime.now(UTC))
    assert (claims["sub"], claims["name"]) == ("4711", "Emilie Čapková")

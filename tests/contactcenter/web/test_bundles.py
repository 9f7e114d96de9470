"""Bundles: each module runs once, in its order, and the program does what its modules do one by one."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contactcenter.web import bundles
from contactcenter.web.modules import reachable
from tests.servers.process import program

MODULES = {
    "entry.js": """import { ran, say as tell } from "./log.js";
import { base } from "./base.js";
tell("entry");
export const extra = 1;
async function run() {
  const parts = await Promise.all([import("./parts/one.js"), import("./parts/two.js")]);
  const { again } = await import("./parts/one.js");
  const names = parts.map(({ name }) => name);
  console.log(JSON.stringify({ ran, base, names, same: again === parts[0].again, passed: parts[1].base }));
}
run();
""",
    "log.js": """export const ran = [];
export function say(name) {
  ran.push(name);
}
""",
    "base.js": """import { say } from "./log.js";
say("base");
export const base = `base ${"`"}`;
""",
    "common.js": """import { say } from "./log.js";
say("common");
const name = "mine alone";
export const common = () => name.length;
""",
    "parts/one.js": """import { say } from "../log.js";
import { common as used } from "../common.js";
say("one");
export const name = `one ${used()}`;
export const again = {};
""",
    "parts/two.js": """import { common } from "../common.js";
import { say } from "../log.js";
say("two");
export const name = `two ${common()}`;
export { base } from "../base.js";
""",
}


@pytest.fixture
def page(settings: Any, tmp_path: Path) -> Path:
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    for name, text in MODULES.items():
        path = tmp_path / "source/contactcenter" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def run(script: Path) -> dict[str, Any]:
    done = subprocess.run([program("node"), str(script)], capture_output=True, text=True, check=True, timeout=60)
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def test_a_page_in_bundles_does_what_its_modules_do(page: Path) -> None:
    (page / "package.json").write_text('{"type": "module"}')
    texts = bundles.Page(bundles.divide("contactcenter/entry.js")).texts()
    assert sorted(texts) == ["first", "parts-one", "parts-two", "shared"]
    for name, text in texts.items():  # where Node looks for a bare name, as browsers look into the import map
        folder = page / "node_modules" / name
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"type": "module", "exports": "./index.js"}')
        (folder / "index.js").write_text(text)
    (page / "run.js").write_text('import "first";\n')
    for printed in (run(page / "run.js"), run(page / "source/contactcenter/entry.js")):
        ran = printed.pop("ran")
        assert ran[:2] == ["base", "entry"]
        assert sorted(ran[2:]) == ["common", "one", "two"]
        assert printed == {"base": "base `", "names": ["one 10", "two 10"], "same": True, "passed": "base `"}


def test_a_part_is_fetched_together_with_what_it_shares(page: Path) -> None:
    first = bundles.Page(bundles.divide("contactcenter/entry.js")).texts()["first"]
    assert 'Promise.all([import("parts-one"),import("shared")])' in first


@pytest.mark.parametrize("page_name", bundles.PAGES)
def test_every_module_of_a_page_is_in_one_bundle(page_name: str) -> None:
    divided = bundles.divide(bundles.entry_of(page_name))
    names = [name for names in divided.values() for name in names]
    assert sorted(names) == sorted(reachable(bundles.entry_of(page_name)))


def test_no_module_has_a_name_that_bundles_give() -> None:
    root = Path(__file__).resolve().parents[3] / "static/contactcenter"
    taken = [path for path in root.rglob("*.js") if "vendor" not in path.parts and re.search(r"\bmodule\d+\b", path.read_text())]
    assert not taken

"""The table of entry types: complete, equal to the protocol's, and the only place that knows the differences."""

import re
from pathlib import Path
from typing import get_args

from sessions_app.models import Session
from sessions_app.rules.entries import BY_CODE, ENTRIES, NEED_OPERATOR, WAIT_ALONE, Entry

ROOT = Path(__file__).resolve().parents[3]
NAMED_IN = {
    "sessions_app/rules/entries.py",
    "static/contactcenter/wire/constants.js",
    "static/contactcenter/wire/protocol.js",
    "static/contactcenter/ui/widget/entries.js",
    "static/contactcenter/ui/console/words.js",
}
"""Files in which a new entry type is added by hand or by ``manage.py protocol``; CONTRIBUTING.md lists them."""


def test_the_protocol_knows_exactly_the_types_of_the_table():
    assert set(get_args(Entry)) == set(ENTRIES)


def test_the_database_offers_each_type_by_its_title():
    assert [(name, str(title)) for name, title in Session._meta.get_field("entry").choices] == [
        ("chat", "Chat"), ("videocall", "Video call"), ("callback", "CallBack"), ("invitation", "Invitation"),
    ]  # fmt: skip


def test_every_entry_type_waits_in_exactly_one_way():
    parts = (NEED_OPERATOR, WAIT_ALONE, BY_CODE)
    assert sorted(name for part in parts for name in part) == sorted(ENTRIES)


def test_no_other_file_names_a_type():
    quoted = re.compile(r"""["'{ ]videocall["']|\bvideocall:""")
    folders = [(ROOT / "sessions_app").rglob("*.py"), (ROOT / "static/contactcenter").rglob("*.js")]
    files = (file for folder in folders for file in folder if not {"migrations", "vendor"} & set(file.parts))
    named = {str(file.relative_to(ROOT)) for file in files if quoted.search(file.read_text())}
    assert named == NAMED_IN | {"static/contactcenter/widget/widget.js"}  # no calls on a website without encryption

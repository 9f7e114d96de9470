"""Hooks between apps: every one is set, and only in ``AppConfig.ready``."""

from __future__ import annotations

import ast
from pathlib import Path
from types import FunctionType

from contactcenter.realtime import heartbeats
from sessions_app import hooks, housekeeping

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("contactcenter", "accounts", "sessions_app", "videocall", "supervision", "operation", "api")


def test_every_question_about_calls_is_answered_by_the_call_app() -> None:
    answers = {
        name: value.__module__ for name, value in vars(hooks).items() if isinstance(value, FunctionType) and name[0] != "_"
    }
    assert answers.keys() == {
        "board_views",
        "busy",
        "call_connected",
        "call_views",
        "file_views",
        "has_call",
        "help_views",
        "lacks_second_factor",
    }
    assert answers.pop("board_views") == "sessions_app.whiteboard.present"
    assert answers.pop("file_views") == "sessions_app.share.present"
    assert answers.pop("help_views") == "supervision.selectors.help_requests"
    assert answers.pop("lacks_second_factor") == "accounts.second_factor"
    assert {module.split(".")[0] for module in answers.values()} == {"videocall"}


def test_apps_add_their_lists_to_the_admin_and_share_its_cleanups_to_the_housekeeping() -> None:
    assert [inline.__name__ for inline in hooks.session_inlines] == ["ConsentInline", "ShareInline", "CallInline", "OfferInline"]
    assert [each.__name__ for each in hooks.session_filters + hooks.operator_filters] == ["CountedFilter", "PresenceFilter"]
    assert len(hooks.session_actions) == 3
    assert len(hooks.operator_actions) == 3
    assert [cleanup.run.__name__ for cleanup in housekeeping.CLEANUPS] == [
        "clear_http_sessions", "index_missing", "finish_erasures", "run_terms", "remove_now_and_then",
            "delete_expired_files", "delete_orphans",
        "delete_bytes", "expire_audit", "expire_answers", "expire_deliveries", "clear_attempts",
    ]  # fmt: skip
    assert [room.name for room in hooks.personal_data] == ["files", "board", "calls", "help_requests", "api", "webhooks"]


def test_the_heartbeat_reads_heads_and_renews_leases_of_sessions() -> None:
    assert [function.__module__.split(".")[0] for function in (heartbeats.heads, heartbeats.renew)] == ["sessions_app"] * 2


def test_no_module_of_ours_is_changed_by_importing_another() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    assert [found for file in files for found in _changed(file)] == []


def _changed(file: Path) -> list[str]:
    """Return the places where a file sets an attribute of one of our modules on import."""
    body = ast.parse(file.read_text()).body
    imports = [each for each in body if isinstance(each, ast.ImportFrom) and (each.module or "").split(".")[0] in PACKAGES]
    ours = {alias.asname or alias.name for each in imports for alias in each.names}
    targets = [
        target for each in body if isinstance(each, ast.Assign) for target in each.targets if isinstance(target, ast.Attribute)
    ]
    return [f"{file.name}:{each.lineno}" for each in targets if isinstance(each.value, ast.Name) and each.value.id in ours]

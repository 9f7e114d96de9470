"""Statements that share a round trip: in order, in the transaction they are in, prepared once, and anew after a migration."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import Any

import pytest
from django.db import IntegrityError, NotSupportedError, connection, transaction

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.round_trip import Call, Statement, run_together
from sessions_app.models import Group

POSTGRES = {"postgresql": True, "sqlite": False}


def rename(group: Group, name: str) -> Call:
    return Statement("rename", "UPDATE sessions_app_group SET name = %s WHERE id = %s"), [name, group.pk]


def add_one(number: int) -> Call:
    return Statement("add_one", "SELECT %s + 1", reads=True), [number]


@pytest.fixture
def group(transactional_db: None) -> Group:
    return Group.objects.create(name="Shop")


def name_of(group: Group) -> str:
    return str(Group.objects.values_list("name", flat=True).get(pk=group.pk))


def prepared(name: str) -> int:
    """Count this connection's prepared forms of a statement."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE %s", [f"{name}_%"])
        return int(cursor.fetchone()[0])


def test_each_returns_its_rows_in_order(group: Group) -> None:
    with transaction.atomic():
        assert run_together(add_one(1), rename(group, "Shop 2"), add_one(2)) == [[(2,)], [], [(3,)]]
        assert run_together() == []
    assert run_together(add_one(3)) == [[(4,)]]


@pytest.mark.parametrize("text", ["O'Neil", "50% %s $1", 'back\\slash "quoted"', "—\U0001f600\u2028", "; DROP TABLE x; --"])
def test_values_arrive_as_they_are(group: Group, text: str) -> None:
    run_together(rename(group, text))
    assert name_of(group) == text


async def test_the_last_ones_are_committed_with_their_transaction(group: Group) -> None:
    def seen_early() -> bool:
        with transaction.atomic():
            run_together(add_one(1))
            run_together(rename(group, "Shop 2"), commit=True)
            return bool(connection.vendor == "postgresql" and connection.connection.info.transaction_status == 0)

    assert await read(seen_early) == POSTGRES[connection.vendor]
    assert await read(name_of, group) == "Shop 2"


def rename_and_fail(*groups: Group) -> None:
    """Rename in two round trips; the database refuses what the second one does at last."""
    with transaction.atomic():
        run_together(rename(groups[0], "Shop 2"))
        give_all_one_id = Statement("give_one_id", "UPDATE sessions_app_group SET id = %s"), [groups[0].pk]
        run_together(rename(groups[1], "Office 2"), give_all_one_id, commit=True)


def rename_and_change_mind(group: Group, *, inside: bool) -> None:
    with transaction.atomic():
        with transaction.atomic() if inside else nullcontext():
            run_together(rename(group, "Shop 2"), commit=inside)
        raise ValueError("later")


def test_a_failure_undoes_the_whole_transaction(group: Group) -> None:
    other = Group.objects.create(name="Office")
    with pytest.raises(IntegrityError):
        rename_and_fail(group, other)
    assert [name_of(group), name_of(other)] == ["Shop", "Office"]
    with pytest.raises(ValueError, match="later"):
        rename_and_change_mind(group, inside=False)
    assert name_of(group) == "Shop"
    run_together(rename(group, "Shop 3"))
    assert name_of(group) == "Shop 3"


def test_inside_another_transaction_nothing_is_committed(group: Group) -> None:
    with pytest.raises(ValueError, match="later"):
        rename_and_change_mind(group, inside=True)
    assert name_of(group) == "Shop"


def test_a_statement_is_prepared_once_for_a_connection(group: Group) -> None:
    run_together(rename(group, "Shop 2"))
    once = prepared("rename")
    run_together(rename(group, "Shop 3"))
    assert name_of(group) == "Shop 3"
    assert prepared("rename") == once == POSTGRES[connection.vendor]


def test_behind_a_pooler_nothing_is_prepared(group: Group, settings: Any) -> None:
    settings.DATABASE_POOL = False
    run_together((Statement("rename_behind_a_pooler", "UPDATE sessions_app_group SET name = %s"), ["Shop 2"]))
    assert name_of(group) == "Shop 2"
    assert prepared("rename_behind_a_pooler") == 0


def test_a_statement_whose_columns_a_migration_has_changed_is_prepared_anew(transactional_db: None) -> None:
    change = {"postgresql": "ALTER TABLE shown ALTER name TYPE varchar(6)", "sqlite": "ALTER TABLE shown ADD COLUMN other int"}
    shown = (Statement("shown", "SELECT name FROM shown", reads=True), [])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE shown (name varchar(5))")
        cursor.execute("INSERT INTO shown VALUES ('Anna')")
        assert run_together(shown) == [[("Anna",)]]
        cursor.execute(change[connection.vendor])
        with suppress(NotSupportedError):
            run_together(shown)
        assert run_together(shown) == [[("Anna",)]]
        cursor.execute("DROP TABLE shown")

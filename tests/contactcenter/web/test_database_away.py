"""A database that is away is told from a query that no database takes: waiting helps with the first only."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from contactcenter.web.database_away import DatabaseAway

away = DatabaseAway(lambda _request: HttpResponse())


class StateError(Exception):
    """What PostgreSQL's driver raises, with the state of the SQL standard."""

    def __init__(self, state: str | None) -> None:
        self.sqlstate = state


def of_sqlite(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    "cause", [None, StateError("57P01"), StateError(None), of_sqlite("SQLITE_BUSY"), of_sqlite("SQLITE_FULL")]
)
def test_while_the_database_is_away_people_are_told_to_wait(cause: Exception | None) -> None:
    error = OperationalError("gone")
    error.__cause__ = cause
    answer = away.process_exception(RequestFactory().post("/"), error)
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("cause", [StateError("54011"), StateError("42601"), of_sqlite("SQLITE_ERROR")])
def test_a_wrong_query_is_an_error_not_a_database_that_is_away(cause: Exception) -> None:
    error = OperationalError("target lists can have at most 1664 entries")
    error.__cause__ = cause
    assert away.process_exception(RequestFactory().get("/"), error) is None


@pytest.mark.django_db
def test_a_query_with_too_many_columns_is_a_wrong_one() -> None:
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['1'] * 2_001)}")
    assert away.process_exception(RequestFactory().get("/"), refused.value) is None


def test_an_error_that_is_not_the_databases_is_left_alone() -> None:
    assert away.process_exception(RequestFactory().get("/"), ValueError()) is None

"""The rig's PostgreSQL pair: what was committed is on the standby that takes over, and one address finds whichever is the primary."""

from __future__ import annotations

import psycopg

from tests.faults.primary import Primary


def test_a_standby_takes_over_with_everything_that_was_committed() -> None:
    with Primary() as postgres:
        address = postgres.shared_url(postgres.url("kept").rpartition("/")[2])
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (number int)")
            for number in range(2):
                postgres.add_standby()
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
                postgres.fail_over()
                connection.close()
                connection = psycopg.connect(address, autocommit=True)
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (2,)
            connection.close()

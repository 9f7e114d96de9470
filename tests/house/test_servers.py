"""The servers that tests start are real, fresh, and gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import redis

from tests.servers import Postgres, Redis
from tests.servers.process import Server, answers, free_port


def test_each_database_starts_empty(postgres_server: Postgres) -> None:
    with psycopg.connect(postgres_server.url()) as first:
        first.execute("CREATE TABLE kept (number int)")
    with psycopg.connect(postgres_server.url()) as second:
        tables = second.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'kept'").fetchone()
    assert tables == (0,)


def test_postgres_keeps_its_data_through_a_crash(postgres_server: Postgres) -> None:
    url = postgres_server.url()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (number int)")
    postgres_server.kill()
    postgres_server.start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_redis_comes_back_empty_on_the_same_port() -> None:
    with Redis() as server:
        with redis.Redis.from_url(server.url) as client:
            client.set("word", "kept")
        server.kill()
        assert not answers(server.port)
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("word") is None
    assert not answers(server.port)
    assert not server.folder.exists()


def test_a_free_port_is_nobody_elses_until_this_process_ends() -> None:
    ask = "import sys; from tests.servers import process; print([process._reserve(int(port)) for port in sys.argv[1:]])"
    ports = [free_port(), free_port()]
    assert not any(answers(port) for port in ports)
    other = subprocess.run([sys.executable, "-c", ask, *map(str, ports)], stdout=subprocess.PIPE, check=True, text=True)
    assert (other.stdout, len(set(ports))) == ("[False, False]\n", 2)


def test_servers_that_threads_start_at_once_are_each_their_own(tmp_path: Path) -> None:
    def start(number: int) -> tuple[Server, int]:
        server, port = Server(f"server {number}", tmp_path / f"{number}.log"), free_port()
        program = ("http.server", str(port), "--bind", "127.0.0.1")
        server.launch_python(*program, ready=lambda: answers(port), env=dict(os.environ), cwd=tmp_path)
        return server, port

    with ThreadPoolExecutor(6) as threads:
        started = list(threads.map(start, range(6)))
    for number, (server, port) in enumerate(started):
        server.kill()
        assert not answers(port)
        assert all(answers(port) for _, port in started[number + 1 :])

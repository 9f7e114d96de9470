"""One connection to S3 serves all threads of the process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from contactcenter.s3_storage import SharedS3Storage
from contactcenter.storage_url import s3_options
from tests.servers.s3 import S3


def test_threads_that_ask_at_once_get_the_same_connection(s3_server: S3) -> None:
    storage, together = SharedS3Storage(**s3_options(s3_server.url)), Barrier(4)

    def store(number: int) -> object:
        together.wait(5)
        connection = storage.connection
        storage.bucket.Object(f"thread-{number}").put(Body=str(number).encode())
        return connection

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(store, range(4)))) == 1
    stored = [storage.bucket.Object(f"thread-{number}").get()["Body"].read() for number in range(4)]
    assert stored == [b"0", b"1", b"2", b"3"]

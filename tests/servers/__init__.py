"""Real servers for tests, each on a free port with its own temporary folder; the code that starts one stops it."""

from tests.servers.postgres import Postgres
from tests.servers.redis import Redis
from tests.servers.s3 import S3
from tests.servers.site import Site

__all__ = ["S3", "Postgres", "Redis", "Site"]

"""The world of all unit tests: a website with its people, services run as anybody, the log, and browser tabs.

Imports nothing of calls, Share and whiteboard: their helpers are beside their tests.
"""

from tests.world.log import bodies, log_of, row_of, steps
from tests.world.services import refused, run
from tests.world.world import PHONE, World

__all__ = ["PHONE", "World", "bodies", "log_of", "refused", "row_of", "run", "steps"]

"""An active session of Carla with Anna, its call, and the browser tabs of both."""

import pytest
import pytest_asyncio

from tests.videocall.calls import NewCall
from tests.world import World


@pytest.fixture
def world(transactional_db):
    """A committed world: sockets and threads see each other's commits."""
    return World()


@pytest.fixture
def session(world):
    return world.session(world.carla, world.anna)


@pytest.fixture
def new_call(world, session):
    return NewCall(world, session)


@pytest_asyncio.fixture
async def anna(world, session, tabs):
    return await tabs.operator(world.anna)


@pytest_asyncio.fixture
async def carla(world, session, tabs):
    return await tabs.client(world.carla)

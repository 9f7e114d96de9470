"""Every fault the rig can make, by name."""

from tests.faults.kinds.clock import CLOCK
from tests.faults.kinds.disk import DISK
from tests.faults.kinds.network import NETWORK
from tests.faults.kinds.postgres import POSTGRES_FAULTS
from tests.faults.kinds.processes import PROCESSES
from tests.faults.kinds.redis import REDIS
from tests.faults.kinds.relay import RELAY
from tests.faults.kinds.storage import STORAGE

FAULTS = {fault.name: fault for fault in PROCESSES + REDIS + POSTGRES_FAULTS + NETWORK + DISK + CLOCK + STORAGE + RELAY}

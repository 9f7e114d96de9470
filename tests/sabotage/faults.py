"""All planted faults, in running order."""

from __future__ import annotations

from tests.sabotage import edges, kernel, rights
from tests.sabotage.model import Fault

FAULTS: list[Fault] = [*kernel.FAULTS, *rights.FAULTS, *edges.FAULTS]

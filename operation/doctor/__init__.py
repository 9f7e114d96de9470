"""The doctor (O1): examines an installation and says what is wrong, and what to do about it."""

from operation.doctor.examination import PARTS, examine
from operation.doctor.finding import Finding, Level

__all__ = ["PARTS", "Finding", "Level", "examine"]

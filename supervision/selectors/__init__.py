"""Numbers for reports and the board: totals of sessions and calls, and operators' time. Reads only."""

from supervision.selectors.calls import call_totals_by
from supervision.selectors.totals import COLUMNS, QUEUED, TIMES, arrived, conditions, key_of, midnight, totals_by
from supervision.selectors.working_time import work_of

__all__ = ["COLUMNS", "QUEUED", "TIMES", "arrived", "call_totals_by", "conditions", "key_of", "midnight", "totals_by", "work_of"]

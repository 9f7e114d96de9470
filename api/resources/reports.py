"""The live board and reports: the numbers of the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from django.utils import timezone

from api.rest.endpoint import Call, endpoint
from api.schema import measures as schema
from contactcenter.realtime.wire import Fault
from supervision import report, report_query
from supervision.board import scope_of
from supervision.present import live_board

PART: Final[dict[str, Any]] = {"tag": "Reports", "scopes": "reports"}


@endpoint("GET", "/board", answer=schema.BoardData, etag=False, **PART)
def get_board(call: Call) -> schema.BoardData:
    """Get the live board

    What happens now in the groups of the token: today’s measures, who waits, who talks, in which state operators are.
    """
    found = live_board(scope_of(call.user))
    return schema.BoardData(
        at=datetime.fromisoformat(found.at),
        measures=schema.BoardMeasures(**{measure.name: measure.value for measure in found.measures}),
        groups=found.groups,
        operators=found.operators,
        waiting=found.waiting,
        sessions=found.sessions,
        messages=found.messages,
        alerts=found.alerts,
        help=found.help,
    )


@endpoint(
    "GET", "/reports", query=schema.ReportQuery, answer=schema.ReportData, problems=("report.days", "filter.not_found"), **PART
)
def get_report(call: Call, *, query: schema.ReportQuery) -> schema.ReportData:
    """Get a report

    Sessions by arrival, with the measures of the admin’s reports under the same names. At most three years.
    """
    given = {name: str(value) for name, value in msgspec.to_builtins(query).items() if value is not None}
    try:
        asked = report_query.parse_report_query(given, timezone.localdate(), call.user)
    except Fault as fault:
        raise Fault("filter.not_found" if fault.code == "report.filter" else fault.code, fault.text) from None
    return msgspec.convert(report.as_json(report.report_of(asked)), schema.ReportData)

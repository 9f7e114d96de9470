"""Faults in the kernel of sockets and the log: commit, resume, leases, limits (``contactcenter/realtime``, ``sessions_app/log``)."""

from __future__ import annotations

from tests.sabotage.model import Fault

REALTIME = "contactcenter/realtime"
TESTS = "tests/contactcenter/realtime"

FAULTS = [
    Fault(
        "an acknowledgement doesn't wait for the commit",
        f"{REALTIME}/writers.py",
        "    return await future\n",
        "    return CommandResult()\n",
        (f"{TESTS}/test_group_commit.py::test_answers_wait_for_the_end_of_the_transaction",),
    ),
    Fault(
        "a repeated command is done again",
        "sessions_app/log/ledger.py",
        "        entry = self.earlier.get((job.sender, job.command))\n",
        "        entry = None\n",
        (f"{TESTS}/test_group_commit.py::test_a_repeated_id_gets_the_first_answer_and_writes_nothing",),
    ),
    Fault(
        "another command may reuse an id",
        "sessions_app/log/ledger.py",
        "        if entry.digest != job.digest:\n",
        "        if False:\n",
        (f"{TESTS}/test_group_commit.py::test_an_id_reused_for_another_body_is_refused_and_ids_are_per_sender",),
    ),
    Fault(
        "the primary key is the cursor of the log",
        "sessions_app/log/statements.py",
        "WHERE session_id = %s AND {column} {side} %s ORDER BY",
        "WHERE session_id = %s AND id {side} %s ORDER BY",
        (
            "tests/sessions_app/services/test_messages.py::test_a_note_is_sent_to_operators_only_and_leaves_no_gap_in_client_numbering",
        ),
    ),
    Fault(
        "a session's row isn't locked",
        "sessions_app/log/ledger.py",
        '    return rows.order_by(Collate("public_id", "C")).select_for_update()\n',
        '    return rows.order_by(Collate("public_id", "C"))\n',
        ("tests/sessions_app/services/test_races.py",),
        "postgres",
    ),
    Fault(
        "a transaction on SQLite takes the lock when it first writes",
        "contactcenter/settings.py",
        '            "transaction_mode": "IMMEDIATE",\n',
        '            "transaction_mode": "DEFERRED",\n',
        ("tests/sessions_app/services/test_races.py",),
    ),
    Fault(
        "what came while a snapshot was read is not fetched",
        f"{REALTIME}/log_follower.py",
        "        if self.noted.pop(session, 0) > head or position not in (None, head):\n",
        "        if False:\n",
        (f"{TESTS}/test_socket.py",),
    ),
    Fault(
        "a gap in the log isn't noticed",
        f"{REALTIME}/log_follower.py",
        "        if number == position + 1 and self.push(text, droppable=True):\n",
        "        if self.push(text, droppable=True):\n",
        (f"{TESTS}/test_socket.py::test_a_gap_is_read_from_the_log",),
    ),
    Fault(
        "a resume replays nothing",
        "sessions_app/log/ledger.py",
        "    return [text(entry, audience) for entry in statements.entries(session, _column(audience), number, limit, after=True)]\n",
        "    return []\n",
        ("tests/sessions_app/services/test_messages.py", "tests/contactcenter/test_sockets.py"),
    ),
    Fault(
        "a heartbeat starts no catching up",
        f"{REALTIME}/log_follower.py",
        "                if position is not None and mine[session] > position:\n",
        "                if False:\n",
        (f"{TESTS}/test_socket.py::test_a_heartbeat_reveals_missed_entries_and_fetches_them",),
    ),
    Fault(
        "a half-open connection is never closed",
        f"{REALTIME}/socket.py",
        "time.monotonic() - self.answered > ANSWER_SECONDS:\n",
        "time.monotonic() - self.answered > 1e9:\n",
        (f"{TESTS}/test_socket.py::test_a_socket_that_answers_no_heartbeat_is_closed",),
    ),
    Fault(
        "leases are neither renewed nor ended",
        f"{REALTIME}/heartbeats.py",
        "    over = await renew(leases) if leases else set()\n",
        "    over: set[Lease] = set()\n",
        ("tests/sessions_app/services/test_presence.py",),
    ),
    Fault(
        "no rate limit refuses anything",
        f"{REALTIME}/token_bucket.py",
        "        if self.tokens < tokens:\n",
        "        if False:\n",
        (f"{TESTS}/test_token_bucket.py", "tests/contactcenter/test_sockets.py::test_guessing_codes_is_rate_limited"),
    ),
    Fault(
        "a half emoji or a NUL reaches the database",
        f"{REALTIME}/wire.py",
        '        if "\\\\u" in frame and not _is_text(body):\n',
        "        if False:\n",
        (f"{TESTS}/test_wire.py",),
    ),
    Fault(
        "JSON may nest as deep as it likes",
        f"{REALTIME}/wire.py",
        "    if brackets:\n",
        "    if False:\n",
        (f"{TESTS}/test_wire.py",),
    ),
]

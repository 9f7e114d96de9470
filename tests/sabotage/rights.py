"""Faults in what people may see and do: sessions, files, notes, groups of supervisors, sign-in (``sessions_app``, ``supervision``)."""

from __future__ import annotations

from tests.sabotage.model import Fault

ACCESS = "sessions_app/selectors/access.py"
TEST_ACCESS = "tests/sessions_app/selectors/test_access.py"

FAULTS = [
    Fault(
        "a client reaches every session",
        ACCESS,
        '        (by.role == "client" and row.client_id == by.pk)\n',
        '        by.role == "client"\n',
        (f"{TEST_ACCESS}::test_somebody_elses_session_is_refused_like_a_missing_one",),
    ),
    Fault(
        "an operator previews the queue of every group",
        ACCESS,
        "    return row.operator_id == operator or Operator.objects.filter(pk=operator, groups=row.group_id).exists()\n",
        "    return True\n",
        (f"{TEST_ACCESS}::test_an_operator_does_not_read_a_waiting_session_of_another_group",),
    ),
    Fault(
        "an expired token is as good as a valid one",
        ACCESS,
        "    now_valid = Q(token_until__gt=timezone.now(), widget__active=True)\n",
        "    now_valid = Q(widget__active=True)\n",
        ("tests/sessions_app/share/test_views.py::test_a_client_with_an_expired_token_is_told_to_reload",),
    ),
    Fault(
        "a used invitation works again",
        ACCESS,
        "    if invitation.uses and not invitation.reusable:\n",
        "    if False:\n",
        ("tests/sessions_app/services/test_invitations.py",),
    ),
    Fault(
        "a client fetches files that weren't sent",
        "sessions_app/share/selectors.py",
        '        or (by.role == "client" and row.session.client_id == by.pk and row.sent)\n',
        '        or (by.role == "client" and row.session.client_id == by.pk)\n',
        (f"{TEST_ACCESS}::test_a_client_sees_sent_files_but_no_pending_or_deleted_ones",),
    ),
    Fault(
        "every operator reads every past conversation",
        "sessions_app/selectors/history.py",
        "    return row.state in PAST and served.exists()\n",
        "    return row.state in PAST\n",
        ("tests/contactcenter/test_sockets.py::test_only_the_clients_present_operator_reads_a_past_session_page_by_page",),
    ),
    Fault(
        "a client reads operators' notes",
        "sessions_app/services/messages.py",
        "    log.append(row, NotePosted, by=by, operators_only=True, text=clean_text(text), command=command_id)\n",
        "    log.append(row, NotePosted, by=by, text=clean_text(text), command=command_id)\n",
        (
            "tests/sessions_app/services/test_messages.py::test_a_note_is_sent_to_operators_only_and_leaves_no_gap_in_client_numbering",
        ),
    ),
    Fault(
        "a bound supervisor sees the rows of every group in the admin",
        "sessions_app/selectors/supervised.py",
        "    return rows.filter(rule(user)) if rule else rows.none()\n",
        "    return rows\n",
        ("tests/supervision/test_rights_by_group.py::test_nothing_of_another_group_is_on_any_page",),
    ),
    Fault(
        "a bound supervisor steers the sessions of every group",
        "sessions_app/selectors/supervised.py",
        "    return user is not None and sessions_for(user).filter(pk=session.pk).exists()\n",
        "    return user is not None\n",
        ("tests/supervision/services/test_acts.py::test_a_supervisor_of_another_group_finds_nothing",),
    ),
    Fault(
        "a return ticket works for whoever has it",
        "sessions_app/auth/return_ticket.py",
        '    return str(token) if mark == holder.mark() else ""\n',
        "    return str(token)\n",
        ("tests/sessions_app/auth/test_return_ticket.py::test_nobody_else_gets_the_token",),
    ),
    Fault(
        "a new password ends no http session",
        "sessions_app/auth/valid_sessions.py",
        " and any(constant_time_compare(known, right) for right in hashes)\n",
        "\n",
        ("tests/sessions_app/services/test_presence.py::test_a_console_is_closed_when_its_operator_loses_access",),
    ),
    Fault(
        "another site's page may upload for an operator",
        "sessions_app/auth/http_auth.py",
        "        if forged is not None:\n",
        "        if False:\n",
        ("tests/sessions_app/share/test_views.py::test_an_operator_needs_the_csrf_token",),
    ),
    Fault(
        "a provider's answer to another sign-in is accepted",
        "accounts/oidc/adapter.py",
        "        if not secrets.compare_digest(",
        "        if False and not secrets.compare_digest(",
        ("tests/accounts/oidc/test_single_sign_on.py::test_a_token_with_a_wrong_claim_lets_nobody_in",),
    ),
    Fault(
        "an address the provider hasn't verified finds an account",
        "accounts/services/single_sign_on.py",
        "    if not person.email or not person.verified:\n",
        "    if not person.email:\n",
        ("tests/accounts/oidc/test_single_sign_on.py::test_an_unverified_address_matches_and_makes_no_account",),
    ),
    Fault(
        "the code of an authenticator app works twice",
        "accounts/factor_forms.py",
        "            _use_once(self.user.pk, code)\n",
        "            pass\n",
        ("tests/accounts/test_second_factor.py::test_a_code_works_once_in_all_processes",),
    ),
    Fault(
        "a supervisor who is signed out acts over an open board",
        "supervision/consumers/board.py",
        "        if mark is not None:\n",
        "        if False:\n",
        ("tests/accounts/test_ends.py::test_a_supervisor_who_is_signed_out_cannot_act_before_the_check",),
    ),
    Fault(
        "a console opens without the required second factor",
        "sessions_app/consumers/operator.py",
        "    return None if operator is None or hooks.lacks_second_factor(operator.user) else operator\n",
        "    return operator\n",
        ("tests/accounts/test_ends.py::test_no_socket_opens_before_a_required_factor_is_set_up",),
    ),
]

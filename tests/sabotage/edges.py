"""Faults at the edges: HTTP, files, the call, the relay, and the pages (``contactcenter/web``, ``videocall``, ``static``, ``deploy``)."""

from __future__ import annotations

from tests.sabotage.model import Fault

CALL_TESTS = "tests/videocall"

FAULTS = [
    Fault(
        "a socket opens for every website",
        "contactcenter/web/socket_origin.py",
        "        if allowed(scope):\n",
        "        if True:\n",
        ("tests/contactcenter/test_bad_frames.py::test_a_foreign_origin_opens_no_socket",),
    ),
    Fault(
        "inline scripts are allowed",
        "contactcenter/web/csp.py",
        '    "script-src": ["\'self\'"],\n',
        '    "script-src": ["\'self\'", "\'unsafe-inline\'"],\n',
        ("tests/sessions_app/views/test_pages.py::test_every_page_has_a_strict_policy_and_nosniff",),
    ),
    Fault(
        "every website may frame the widget",
        "sessions_app/views/widget.py",
        '    response.csp = {"frame-ancestors": widget.origins or ["\'none\'"]}',
        '    response.csp = {"frame-ancestors": ["https:"]}',
        ("tests/sessions_app/views/test_pages.py::test_only_its_origins_can_frame_the_widget",),
    ),
    Fault(
        "a body may be larger than announced",
        "contactcenter/web/body_limit.py",
        "        if self._come > self._limit:\n",
        "        if False:\n",
        ("tests/contactcenter/web/test_body_limit.py::test_a_body_that_turns_out_larger_than_the_limit_is_refused",),
    ),
    Fault(
        "a file's content may be anything",
        "sessions_app/files/checks.py",
        "    if ending not in TYPES.get(mime, ()):\n",
        "    if False:\n",
        ("tests/sessions_app/share/test_session_files.py::test_forbidden_and_disguised_types_are_refused",),
    ),
    Fault(
        "a download's address never expires",
        "sessions_app/share/views/download.py",
        "        signer.unsign(signed, max_age=settings.SHARE_ADDRESS_SECONDS)\n",
        "        pass\n",
        ("tests/sessions_app/share/test_views.py::test_a_download_url_is_for_one_file_and_expires",),
    ),
    Fault(
        "a change of a call overwrites one made meanwhile",
        "videocall/services.py",
        "    unchanged = Call.objects.filter(pk=call.pk, state=call.state, version=call.version)\n",
        "    unchanged = Call.objects.filter(pk=call.pk)\n",
        (f"{CALL_TESTS}/test_races.py::test_a_row_changed_meanwhile_is_not_overwritten",),
    ),
    Fault(
        "a tab that was replaced still signals",
        "videocall/signalling.py",
        "    if row.leg_of(by.role) != leg:\n        raise taken()\n",
        "",
        (f"{CALL_TESTS}/test_consumers.py::test_after_a_reload_signals_go_to_the_new_tab_and_the_old_one_is_refused",),
    ),
    Fault(
        "what is typed passes before both have agreed",
        "videocall/real_time_text/consumers.py",
        "        if not route.text:\n",
        "        if False:\n",
        (
            f"{CALL_TESTS}/real_time_text/test_consumers.py"
            "::test_nothing_passes_before_both_have_agreed_nor_after_one_has_turned_it_off",
        ),
    ),
    Fault(
        "browsers connect before the client has accepted",
        "videocall/ice.py",
        "    return call.state in (LIVE if settings.ARMED_CALLS else RUNNING)\n",
        "    return call.state in LIVE\n",
        (f"{CALL_TESTS}/test_consumers.py::test_without_armed_calls_legs_exchange_nothing_before_acceptance",),
    ),
    Fault(
        "an operator calls beside other conversations",
        "videocall/services.py",
        "    if reason := selectors.unavailable(row, by.pk):\n",
        "    if (reason := selectors.unavailable(row, by.pk)) and False:\n",
        (f"{CALL_TESTS}/test_availability.py::test_a_call_needs_the_conversation_to_be_the_operators_only_one",),
    ),
    Fault(
        "the relay leads into private networks",
        "deploy/turnserver.conf",
        "denied-peer-ip=192.168.0.0-192.168.255.255\n",
        "",
        ("tests/house/test_turnserver.py::test_the_relay_refuses_private_ipv4_addresses",),
    ),
    Fault(
        "a page draws log entries beyond a gap",
        "static/contactcenter/state/session.js",
        "  return isLine(event) && event.seq === view.head + 1 ? appended(view, event) : view;\n",
        "  return isLine(event) && event.seq > view.head ? appended(view, event) : view;\n",
        ("tests/js/state/session.test.js",),
        "node",
    ),
    Fault(
        "a page forgets what wasn't acknowledged",
        "static/contactcenter/wire/outbox.js",
        '      if (entry.state === "sent" || entry.state === "paused")\n',
        '      if (entry.state === "paused")\n',
        ("tests/js/wire/socket.test.js",),
        "node",
    ),
    Fault(
        "the widget obeys every website around it",
        "static/contactcenter/widget/host.js",
        "event.source === window.parent && !alone && origins.includes(event.origin);\n",
        "event.source === window.parent && !alone;\n",
        ("tests/js/widget/host.test.js",),
        "node",
    ),
    Fault(
        "the camera stays on when its answer comes after the end",
        "static/contactcenter/call/devices/media.js",
        "(over() ? track.stop() : this.#adopt(device, track))",
        "(over() ? undefined : this.#adopt(device, track))",
        ("tests/js/call/devices/media.test.js",),
        "node",
    ),
    Fault(
        "a script address becomes a link",
        "static/contactcenter/ui/links.js",
        "mailto:|tel:|www",
        "mailto:|tel:|javascript:|www",
        ("tests/js/ui/links.test.js",),
        "node",
    ),
    Fault(
        "a message is HTML",
        "static/contactcenter/ui/links.js",
        "  html`<bdi>${pieces(text).map(({ text, href }) => (href ? link(text, href) : broken(text)))}</bdi>`;\n",
        "  html`<bdi .innerHTML=${text}></bdi>`;\n",
        ("tests/browser/test_story.py",),
        "browser",
    ),
]

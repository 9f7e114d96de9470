"""Values that have broken programs before: texts, numbers, ids, headers, files."""

from __future__ import annotations

from typing import Any, Final

MARK: Final = "<fuzz-mark>"
"""Must never come back in a page as it is."""
CSRF: Final = "f" * 32
"""Of cookie and header alike, as a page of ours would send it."""
SIGNER: Final = "fuzz-signer"
PASSWORD: Final = "a password that is right"
"""Of the one account that can sign in with a password."""
EVIL: Final = "evil.example"
"""Nobody may be sent there."""
TEXTS: Final = [
    "", " ", "Hello", "Čau, jak se máš?", "שלום \u202eevil\u202c", "😀" * 20, "<img src=x onerror=alert(1)>", "\u2028", "null",
    "https://127.0.0.1:9/hook", "</script><script>alert(1)</script>", "{{7*7}}", "%s%n%x", "' OR 1=1 --", "javascript:alert(1)", "https://example.com/?q=1#x",
    "\u0000", "\ud800", "a\nb\r\nSet-Cookie: x=1", "/hi", "#greeting", "x" * 200, "x" * 201, "é" * 4000, "\u200b", "\ufeff",
    "=cmd|' /C calc'!A0", "../../etc/passwd",
]  # fmt: skip
NAMED: Final[dict[str, list[Any]]] = {
    "phone": ["+420601123456", "601 123 456", "tel:112", "+1", "00420601123456", "+" + "9" * 60, "", "x"],
    "email": ["carla@example.com", "x@y", "a@b.c\nBcc: d@e.f", "", "ä@ö.de", "@", "x" * 190 + "@example.com"],
    "zone": ["Europe/Prague", "UTC", "../../etc/passwd", "", "Nowhere/Land", "Etc/GMT+14"],
    "slot": ["", "2030-01-01T10:00:00Z", "0000-00-00", "9999-12-31T23:59:59Z", "2030-01-01T10:00:00+99:99", "x"],
    "code": ["", "ABCD-EFGH", "x" * 200, "@{code.0}"],
    "url": ["https://example.com/a", "http://[::1", "javascript:alert(1)", "http://x" + "y" * 1900, "ftp://a", "https://ä.example/", ""],
    "stroke": [f"s{number}" for number in range(6)],
    "erasure": [f"e{number}" for number in range(3)],
    "strokes": [["s0"], ["s0", "s1", "s2"], ["s9"], ["s0"] * 5],
    "width": [4, 10, 20, 40],
    "turn": [0, 90, 180, 270, 45],
    "page": [1, 2, 3, 500],
    "result": ["", "Solved", "Unknown"],
    "data": ['{"sdp":1}', "xx", "x" * 3000, '{"candidate":"' + "y" * 200 + '"}'],
    "seconds": [60, 3600, 86_400, 7_776_000],
    "on": [True, False],
    "language": ["cs", "de", "ar", "en-GB", "xx", "", "cs\u0000", "../en", "zh-Hant-TW-x-private-0123456789"],
    "line": ["l1", "l1", "l2", "l" * 64],
    "rev": [0, 1, 2, 3, 2**31],
    "away_reason": ["", "Lunch", "Unknown"],
    "reason": ["Busy", "", "Lunch", "a\nb"],
    "token": ["@{identity.0}", "", "a.b.c", "x" * 200, "eyJhbGciOiJub25lIn0.e30."],
    "tags": [[], ["Unknown"], ["Complaint"] * 2],
    "value": [1, 5, 6],
    "upto": [0, 1, 5, 10**9],
}  # fmt: skip
"""Values that mean something to the field of this name."""
WRONG: Final[list[Any]] = [
    None, True, False, 0, -1, 1, 7, 1.5, -0.0, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, 10**18, "", "x", "7", "null", [], {},
    [[]], {"a": 1}, ["x"] * 30, [1] * 1200, {"id": "1"}, "\u0000", "\ud800", "x" * 70, "x" * 17_000,
]  # fmt: skip
"""Values of a wrong type, or out of bounds."""
STRANGE: Final[list[Any]] = [[[]], {"a": 1}, -1.5, 2**63, ["x"] * 30, [1] * 1200, "\u0000", "\ud800", "x" * 17_000, {"id": []}]
"""Values that no field takes."""
EXTRA: Final = ["extra", "__proto__", "constructor", "by", "seq", "self", "key", "actor", "id ", "Type", ""]
IDS: Final[list[Any]] = ["", "a b", "ä", "x" * 64, "x" * 65, "same", "same", "<b>", None, 7, [], {}, "\u0000", "a.b:c-d_e"]
PIECES: Final = [
    "NaN", "1e999", "-Infinity", "[" * 12, "]" * 3, "{" * 9, '"', "\\", "\\ud800", "\\u0000", "\x00", "\x1b", "\ufeff", ",", ":",
    "9" * 400, "0x10", "01", "/*", "\u2028", "null", "í\xa0\x80", "é", "😀", "@{session.0}",
]  # fmt: skip
"""Pieces put into the text of a frame."""
OBJECTS: Final = [
    "1", "2", "3", "0", "-1", "x", "1_2F2", "_", "9" * 30, "1.0", "%00", "a/b", "add", "ä", "1%0d%0aX-Fuzz-Injected:%201", MARK, "10000",
]  # fmt: skip
"""Ids of rows in addresses."""
QUERIES: Final[dict[str, list[str]]] = {
    "from": ["2026-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "x"],
    "to": ["2026-12-31", "0001-01-01", "9999-12-31", ""],
    "by": ["entry", "widget", "group", "operator", "result", "hour", "weekday", "day", "week", "minute", "x"],
    "format": ["csv", "json", "html", "xml"],
    "about": ["calls", "x"],
    "widget": ["demo", "x"],
    "group": ["1", "Demo", "x"],
    "operator": ["Anna", "x"],
    "q": ["a", "Carla", "'", "%", "_", "a b c", "x" * 500, "\x00", '"', "(", "*"],
    "p": ["1", "0", "-1", "x", "9" * 30],
    "o": ["1", "-1.2", "99", "x", "1.-1"],
    "e": ["1"],
    "all": [""],
    "_popup": ["1"],
    "_to_field": ["id", "password", "x", ""],
    "_changelist_filters": ["q=1", "%00"],
    "key": ["demo", "x", ""],
    "zone": ["Europe/Prague", "../../x", "Nowhere/Land", ""],
    "next": [f"https://{EVIL}/", f"//{EVIL}", "/admin/", "javascript:alert(1)"],
    "lang": ["cs", "ar", "xx", "../en", "\x00", "x" * 300],
    "_facets": ["True", "x"],
    "entry": ["chat", "videocall", "x"],
    "cursor": ["x", "", "\x00"],
    "limit": ["1", "0", "101", "x"],
    "since": ["2026-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "x", "5"],
    "code": ["x"],
    "error": ["access_denied", "x"],
    "page": ["1", "0", "-1", "501", "x"],
    "inline": ["1"],
    "small": ["1"],
    "term": ["a", "\x00"],
    "app_label": ["sessions_app", "x"],
    "model_name": ["widget", "operator", "x"],
    "field_name": ["group", "user", "x"],
    "id": ["1", "x"],
    "pk__in": ["1,2", "x"],
    "state": ["active", "x"],
    "state__exact": ["closed"],
    "group__id__exact": ["1", "x"],
    "created_at__gte": ["2026-01-01", "x"],
    "created_at__range": ["1"],
    "user__password__startswith": ["a"],
}
"""Parameters of addresses."""
FIELDS: Final[dict[str, list[str]]] = {
    "session": ["{session}", "unknown", ""],
    "library": ["1", "0"],
    "kind": ["upload", "snapshot", "link", "x"],
    "name": ["a.png", *TEXTS[:12]],
    "size": ["5", "0", "-1", "9" * 30, "x"],
    "send": ["1", "0", "x"],
    "call": ["", "unknown"],
    "request": ["", "unknown"],
    "id": ["{share}", "x"],
    "source": ["camera full", "x"],
    "upload": ["1"],
    "username": ["anna", "sofia", SIGNER, SIGNER, "x" * 300, "\x00"],
    "password": ["wrong", "", PASSWORD],
    "language": ["cs", "xx", "", "../en", "\x00"],
    "reason": ["A reason", "", "x" * 900],
    "confirm": ["yes", "1"],
    "message": TEXTS[:10],
    "ticket": ["x", ""],
    "token": ["x"],
    "next": [f"https://{EVIL}/"],
    "post": ["yes"],
    "action": ["delete_selected", "x"],
}
"""Fields that endpoints without a form of their own read."""
FILES: Final[list[tuple[str, bytes]]] = [
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60),
    ("a.txt", b"hello"),
    ("a.pdf", b"%PDF-1.4\n%%EOF"),
    ("a.svg", b"<svg onload=alert(1)>"),
    ("a.zip", b"PK\x03\x04" + b"x" * 40),
    ("../../etc/passwd", b"x"),
    ('a".html', b"<script>1</script>"),
    ("\u202etxt.exe", b"MZ" + b"\x00" * 64),
    ("x" * 260, b"y"),
    ("", b""),
    ("a.jpg", b"\xff\xd8\xff\xe0" + b"z" * 90),
]
HEADERS: Final[dict[str, list[str]]] = {
    "Content-Type": [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 300,
        "a/b; charset=x",
        "",
    ],
    "Content-Length": ["0", "-1", "x", "9" * 30, "1"],
    "Host": [EVIL, "localhost", "a b", "localhost:99999", "[::1", ""],
    "Origin": [f"https://{EVIL}", "null", ""],
    "Cookie": ["http-session=x; csrftoken=y", "a" * 4000, "=;=;", 'http-session="\\054"', "messages=x:y"],
    "Accept-Language": ["cs", "xx-" + "y" * 60, "de;q=x,*", "ÿ", "en;q=0," * 50],
    "Authorization": ["Bearer", "Bearer x", "Basic eDp4", "Bearer " + "x" * 5000, "Bearer ÿ"],
    "Range": ["bytes=0-1", "bytes=9-1", "bytes=-1", "bytes=x", "bytes=0-,1-"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 99999 00:00:00 GMT"],
    "If-None-Match": ["*", "x"],
    "X-Forwarded-For": ["1.2.3.4", "x", "::ffff:1.2.3.4%eth0", "," * 30],
    "X-Forwarded-Proto": ["https"],
    "User-Agent": ["", "x" * 2000, "ÿ", MARK],
    "Accept-Encoding": ["br", "gzip;q=x", "zstd"],
    "Referer": [f"https://{EVIL}/", "x"],
    "X-CSRFToken": ["", "x", "ÿ"],
    "Accept": ["", "x/y"],
    "X-Requested-With": ["XMLHttpRequest"],
    "Expect": ["100-continue"],
    "Transfer-Encoding": ["identity"],
}

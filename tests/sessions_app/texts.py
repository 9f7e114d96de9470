"""Texts as people and attackers write them: all of them are text and nothing else."""

from __future__ import annotations

from typing import Final

TEXTS: Final = {
    "script": "<script>window.broken = 1</script>",
    "event handler": '"><img src=x onerror="window.broken = 1">',
    "svg": "<svg/onload=window.broken=1>",
    "iframe": "<iframe srcdoc='<script>parent.broken=1</script>'></iframe>",
    "closing tags": "</td></table></textarea></script></style><h1>out",
    "javascript link": "javascript:alert(document.domain)",
    "data link": "data:text/html;base64,PHNjcmlwdD4=",
    "markdown": "[click](javascript:alert(1)) ![x](x onerror=alert(1)) **bold** <b>bold</b>",
    "template": "{{7*7}} {% debug %} ${7*7} #{7*7} <%= 7*7 %>",
    "entities": "&lt;b&gt; &amp;amp; &#x3c;script&#x3e;",
    "json": '{"type":"fault","id":null} \\" \\u0041 \\',
    "comment": "<!-- --><!--><script>",
    "formula": "=HYPERLINK(\"http://evil.example\")",
    "sql": "'; DROP TABLE sessions_app_logentry; --",
    "emoji": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1e6\U0001f1f9 \U0001faf1\U0001f3ff",
    "combining": "a" + "\u0301" * 1000,
    "right to left": "\u202etxt.exe \u2067isolated\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "zero width": "a\u200bb\u200cc\u2060d\ufeffe",
    "homoglyphs": "\u0430dmin \u0391nna",
    "separators": "a\u2028b\u2029c\u0085d\u000bd",
    "control": "\x1b[31mred\x1b[0m \x07\x08 \x7f",
    "lines": "one\ntwo\n\n\nthree",
    "brackets": "[" * 2000 + "(" * 2000,
    "longest": "\u010d" * 4000,
}  # fmt: skip

"""Minified files are the same program and the same looks."""

from __future__ import annotations

import pytest

from contactcenter.web.minify import javascript, style


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("// why\nconst a = 1; // one\n", "const a=1;"),
        ("/** @type {any} */ let a;\n", "let a;"),
        ("a = b /* not this */ + c;", "a=b + c;"),
        ("return a\n  + b", "return a\n+ b"),
        ('const url = "https://x"; // and "more"', 'const url="https://x";'),
        ("const it = 'don\\'t // stop';", "const it='don\\'t // stop';"),
        ("const re = /[/\"'`]\\/\\/ x/g; // y", "const re=/[/\"'`]\\/\\/ x/g;"),
        ("const half = a / 2; // b / c", "const half=a / 2;"),
        ("if (/ {2}/.test(a)) return / {2}/;", "if(/ {2}/.test(a))return / {2}/;"),
        ("class A {\n  #b = 1;\n  get c() { return this.#b; }\n}", "class A{#b=1;get c(){return this.#b;}}"),
        ("a ?? b; a?.b; a ? .5 : 1; i++ + ++j; a - -b", "a??b;a?.b;a?.5:1;i++ + ++j;a - -b"),
        ("export { a as b } from './c.js';", "export{a as b}from './c.js';"),
        ("call(\n  a,\n  (b) =>\n    b\n      .c()\n      ?.d,\n)", "call(a,(b)=>b.c()?.d,)"),
        ("a\n  ? b\n  : c\n", "a?b:c"),
        ("const a = b\n[c].d()\n++e\n/f/g", "const a=b\n[c].d()\n++e\n/f/g"),
        ("let a = 1\n.toFixed()", "let a=1\n.toFixed()"),
        ("if (a) {\n}\nb()\n", "if(a){}\nb()"),
    ],
)
def test_only_comments_and_whitespace_are_removed(source: str, small: str) -> None:
    assert javascript(source) == f"{small}\n"


def test_a_template_keeps_its_spaces_and_loses_its_indentation() -> None:
    source = """html`<p  title=${a + b} class="x">
        // not a comment ${c ? html`<b> ${ {d: 1}.d } </b>` : nothing} and   more
    </p>` // but this"""
    assert javascript(source).splitlines() == [
        'html`<p  title=${a + b} class="x">',
        "// not a comment ${c?html`<b> ${{d:1}.d} </b>`:nothing} and   more",
        "</p>`",
    ]


def test_a_template_may_contain_braces_backticks_and_dollars() -> None:
    source = r"const a = `\` $ {x} ${`${b}`} \${no}`; // c"
    assert javascript(source) == r"const a=`\` $ {x} ${`${b}`} \${no}`;" + "\n"


@pytest.mark.parametrize("source", ["`a", "`a ${b", "`a ${`b`"])
def test_an_unterminated_template_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match="template"):
        javascript(source)


def test_a_style_sheet_loses_comments_and_whitespace() -> None:
    small = style("/* why */\na > b { margin: calc(1px + 2px) -1px; color: oklch(from red l c h / 0.5) }\n")
    assert small == "a>b{margin:calc(1px + 2px) -1px;color:oklch(from red l c h / 0.5)}"

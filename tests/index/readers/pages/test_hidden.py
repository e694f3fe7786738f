"""Text that a reader does not see is not read; what a reader sees is, however odd its style."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import assert_time_is_linear
from lxml import html as lxml_html

from index.readers import read
from index.readers.pages.hidden import drop_hidden
from index.readers.sources import Source

SECRET = "The secret code is 4711."


def _text(body: str, head: str = "") -> str:
    page = lxml_html.document_fromstring(
        f"<html><head>{head}</head><body><p>Seen before.</p>{body}<p>Seen after.</p></body></html>"
    )
    drop_hidden(page)
    text = " ".join(page.text_content().split())
    assert "Seen before." in text
    assert "Seen after." in text
    return text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "display:/**/none",
        "DISPLAY : NONE",
        r"d\69splay: n\6Fne",
        "display:none!important",
        "display: block; display: none",
        "display: none; display: nonsense",
        "visibility: hidden",
        "visibility: collapse",
        "opacity: 0",
        "opacity: 0%",
        "opacity: .01",
        "opacity: calc(1 - 1)",
        "filter: opacity(0)",
        "content-visibility: hidden",
        "color: white",
        "color: #fffffe",
        "color: #fff; background: #fff",
        "background: black; color: rgb(0 0 0)",
        "color: transparent",
        "color: rgba(0, 0, 0, 0)",
        "color: #0000",
        "-webkit-text-fill-color: transparent",
        "position: absolute; left: -9999px",
        "position: fixed; top: -100em",
        "position: absolute; inset: -5000px auto auto 0",
        "position: absolute; right: -9999px",
        "position: absolute; left: calc(-1 * 9999px)",
        "margin-left: -9999px",
        "margin: -9999px 0 0 -9999px",
        "text-indent: -9999px",
        "text-indent: -999em",
        "position: absolute; clip: rect(0, 0, 0, 0)",
        "position: absolute; clip: rect(1px 1px 1px 1px)",
        "clip-path: inset(50%)",
        "clip-path: inset(100% 0 0 0)",
        "clip-path: circle(0)",
        "clip-path: polygon(0 0, 0 0, 0 0)",
        "font-size: 0",
        "font-size: 1px",
        "font-size: .1em",
        "font-size: calc(1px - 1px)",
        "font: 0/0 a",
        "font: italic bold 0px/20px serif",
        "transform: scale(0)",
        "transform: rotate(5deg) scaleX(0)",
        "transform: translate(-9999px, 0)",
        "transform: matrix(0, 0, 0, 0, 0, 0)",
        "scale: 0",
        "translate: -9999px",
        "width: 0; height: 0; overflow: hidden",
        "max-height: 0; overflow: hidden",
        "height: 1px; overflow: clip",
    ],
)
def test_what_a_style_hides_is_not_read(style: str) -> None:
    assert SECRET not in _text(f'<p style="{style}">{SECRET}</p>')
    assert SECRET not in _text(f'<div style="{style}"><p><b>{SECRET}</b></p></div>')
    assert SECRET not in _text(f"<p class=a>{SECRET}</p>", f"<style>.a {{ {style} }}</style>")


@pytest.mark.parametrize(
    "style",
    [
        "display: nonsense",
        "display: none; display: block",
        "opacity: 0; opacity: 1",
        "color: white; background: navy",
        "color: white; background: linear-gradient(navy, black)",
        "color: white; background-image: url(dark.jpg)",
        "background-clip: text; color: transparent; background-image: linear-gradient(red, blue)",
        "color: #777",
        "color: var(--ink)",
        "display: var(--shown, none)",
        "position: absolute; left: -20px",
        "left: -9999px",
        "clip: rect(0, 0, 0, 0)",
        "margin-left: -100%",
        "margin-left: -20px",
        "font-size: 62.5%",
        "font: 0",
        "font-weight: 100; font-size: 11px",
        "transform: scale(.5) translate(-50%, -50%)",
        "clip-path: inset(0)",
        "height: 0",
        "height: 0; overflow: hidden; padding-bottom: 56%",
        "flex: 1; width: 0; overflow: hidden",
        "overflow: hidden; text-overflow: ellipsis; width: 200px",
        "text-indent: 2em",
        "max-height: none; overflow: hidden",
        "/* display: none */ color: red",
        "content: 'display: none'",
        "background: url('display:none')",
    ],
)
def test_what_a_style_does_not_hide_is_read(style: str) -> None:
    assert SECRET in _text(f'<p style="{style}">{SECRET}</p>')
    assert SECRET in _text(f"<p class=a>{SECRET}</p>", f"<style>.a {{ {style} }}</style>")


@pytest.mark.parametrize(
    "body",
    [
        f"<p hidden>{SECRET}</p>",
        f"<p hidden=until-found>{SECRET}</p>",
        f"<template><p>{SECRET}</p></template>",
        f"<noscript><p>{SECRET}</p></noscript>",
        f"<dialog>{SECRET}</dialog>",
        f"<p><font color=white>{SECRET}</font></p>",
        f"<p><font color=FFFFFF>{SECRET}</font></p>",
        f"<table bgcolor=#000><tr><td style='color:#000'>{SECRET}</td></tr></table>",
        f"<p><span class=sr-only>{SECRET}</span></p>",
        f"<p><span class='note visually-hidden'>{SECRET}</span></p>",
        f"<div style='font-size:0'><p style='font-size: 2em'>{SECRET}</p></div>",
        f"<div style='color:#fff'><p>{SECRET}</p></div>",
    ],
)
def test_what_elements_and_attributes_hide_is_not_read(body: str) -> None:
    assert SECRET not in _text(body)


@pytest.mark.parametrize(
    "body",
    [
        f"<p aria-hidden=true>{SECRET}</p>",
        f"<details><summary>More</summary>{SECRET}</details>",
        f"<dialog open>{SECRET}</dialog>",
        f"<p hidden style='display:block'>{SECRET}</p>",
        f"<div style='visibility:hidden'><p style='visibility:visible'>{SECRET}</p></div>",
        f"<div style='font-size:0'><p style='font-size:16px'>{SECRET}</p></div>",
        f"<div style='color:#fff'><p style='color:#000'>{SECRET}</p></div>",
        f"<div style='color:#fff'><a href=/>{SECRET}</a></div>",
        f"<div style='color:#fff'><mark>{SECRET}</mark></div>",
        f"<div style='background:#000;color:#fff'><p><b>{SECRET}</b></p></div>",
        f"<table><tr><td style='width:1px;overflow:hidden'>{SECRET}</td></tr></table>",
    ],
)
def test_what_elements_and_attributes_leave_in_sight_is_read(body: str) -> None:
    assert SECRET in _text(body)


@pytest.mark.parametrize(
    ("css", "seen"),
    [
        (".a{display:none} #b{display:block}", True),
        ("#b{display:block} .a{display:none}", True),
        ("#b{display:block} .a{display:none!important}", False),
        ("p{display:none} p{display:block}", True),
        ("p.a{display:none} p{display:block}", False),
        ("div .a{display:none}", False),
        ("section .a{display:none}", True),
        ("div > p:last-child{display:none}", False),
        ("div > p:nth-of-type(2){display:none}", False),
        ("p ~ p.a{display:none}", False),
        ("span + p.a{display:none}", True),
        ("[data-x^=se]{display:none}", False),
        (".a:hover{display:none}", True),
        (".a::before{display:none}", True),
        (":is(.a, .c){display:none}", False),
        ("div p:not(.first){display:none}", False),
        (r".\61 {display:none}", False),
        ("div { .a { display:none } }", False),
        ("div { & > .a { display:none } }", False),
        ("@media screen{.a{display:none}}", False),
        ("@media print{.a{display:none}}", True),
        ("@media not print{.a{display:none}}", False),
        ("@media only screen and (min-width: 30em){.a{display:none}}", False),
        ("@media (max-width: 600px){.a{display:none}}", True),
        ("@media (width >= 600px) and (width < 90em){.a{display:none}}", False),
        ("@media (400px <= width <= 700px){.a{display:none}}", True),
        ("@media print, (orientation: landscape){.a{display:none}}", False),
        ("@media (prefers-color-scheme: dark){.a{display:none}}", True),
        (".a { @media screen { display:none } }", False),
        ("@supports (display: grid){.a{display:none}}", False),
        ("@supports not (display: grid){.a{display:none}}", True),
        ("@layer x{#b{display:block}} .a{display:none}", False),
        ("@layer x, y; @layer y{.a{display:none}} @layer x{#b{display:block}}", False),
        ("@layer x{.a{display:none!important}} #b{display:block!important}", False),
        ("/* .a{display:none} */", True),
        ("x{content:'}.a{display:none}'}", True),
        ("broken{{}} .a{display:none}", False),
        ("<!-- .a{display:none} -->", False),
    ],
)
def test_rules_win_as_in_a_browser(css: str, seen: bool) -> None:
    body = f"<div><p class=first>One.</p><p class=a id=b data-x=secret>{SECRET}</p></div>"
    assert (SECRET in _text(body, f"<style>{css}</style>")) is seen


@pytest.mark.parametrize(
    ("head", "seen"),
    [
        ("<style media=print>.a{display:none}</style>", True),
        ("<style media=screen>.a{display:none}</style>", False),
        ('<link rel=stylesheet href="data:text/css,.a%7Bdisplay:none%7D">', False),
        ('<link rel=stylesheet href="data:text/css;base64,LmF7ZGlzcGxheTpub25lfQ==">', False),
        ('<link rel=stylesheet href="https://news.example/a.css">', True),
        ("<style>body{visibility:hidden;opacity:0;display:none}</style>", True),
        ("<style>body{color:#fff}</style>", True),
        ("<style>.sr-only{color:red}</style>", True),
    ],
)
def test_style_sheets_count_where_they_apply(head: str, seen: bool) -> None:
    assert (SECRET in _text(f"<p class=a>{SECRET}</p>", head)) is seen


def test_an_elements_own_style_wins_but_for_what_is_important() -> None:
    body = f'<p class=a style="display:block">{SECRET}</p>'
    assert SECRET in _text(body, "<style>.a{display:none}</style>")
    assert SECRET not in _text(body, "<style>.a{display:none!important}</style>")


def test_the_text_between_hidden_elements_stays_in_its_place() -> None:
    body = "one <i hidden>x</i>two<i hidden>x</i> three <b>four</b><i hidden>x</i> five"
    assert "one two three four five" in _text(body)


def test_a_page_of_many_rules_and_elements_is_soon_done() -> None:
    """The work grows with rules and elements, not with their product."""

    def prepare(count: int) -> Callable[[], object]:
        css = "".join(f".c{n}{{display:none}} .d{n} > b.c{n}{{color:red}}" for n in range(count))
        body = "".join(f"<p class=d{n}>Seen <b class=c{n}>@</b></p>" for n in range(2 * count))
        page = lxml_html.document_fromstring(f"<style>{css}</style><body>{body}</body>")

        def hide() -> None:
            drop_hidden(page)
            assert page.text_content().count("@") == count

        return hide

    assert_time_is_linear(prepare, 250, 2_000)


def test_rules_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.styles.style_rules.MOST_SELECTORS", 10)
    path = tmp_path / "a.html"
    path.write_text(f"<style>{'p:empty{display:none}' * 11}</style><p>Words of a text.")
    assert "more than 10 style rules" in read(Source(str(path), path)).failures[0].error


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        (f'Some <span style="display:none">{SECRET}</span> words.', False),
        (f'<div style="display:none">\n\n{SECRET}\n\n- {SECRET}\n\n</div>\n', False),
        (f"<style>.a {{ opacity: 0 }}</style>\n\nSome <b class=a>*{SECRET}*</b> words.", False),
        (f"<div hidden>\n\n```\n{SECRET}\n```\n\n</div>\n", False),
        (f"<div hidden>\n\n| A |\n|---|\n| {SECRET} |\n\n</div>\n", False),
        (f'Some <span style="color: red">{SECRET}</span> words.', True),
        (f'<div class="note">\n\n## {SECRET}\n\n</div>\n', True),
        (f"<br>\n\n```\n{SECRET}\n```\n", True),
        (f"<br>\n\n![{SECRET}](a.png)\n", True),
    ],
)
def test_what_html_in_markdown_hides_is_not_read(tmp_path: Path, markdown: str, seen: bool) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Seen before.\n\n{markdown}\n\nSeen after.\n")
    (article,) = read(Source(str(path), path)).articles
    assert article.text.startswith("Seen before.")
    assert article.text.endswith("Seen after.")
    assert (SECRET in article.text) is seen


def test_what_is_hidden_in_a_feed_is_not_read_and_comments_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    html = (
        f"<style>.a{{display:none}}</style><p>Seen before<!-- x -->, and on.</p>"
        f"<p class=a>{SECRET}</p><p style='color:#fff'>{SECRET}</p><p>{'Seen after. ' * 20}</p>"
    )
    path.write_text(json.dumps({"items": [{"id": "1", "content_html": html}]}))
    (article,) = read(Source(str(path), path)).articles
    assert SECRET not in article.text
    assert "Seen before, and on." in article.text

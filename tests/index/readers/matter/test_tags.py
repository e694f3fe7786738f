"""Tags of templates and additions to Markdown go; what a reader sees of the page stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from growth import assert_time_is_linear

from index.readers import read
from index.readers.sources import Source


def text_of(folder: Path, content: str, name: str = "a.md") -> str:
    path = folder / name
    path.write_text(content, "utf-8")
    outcome = read(Source(str(path), path))
    assert outcome.failures == ()
    return outcome.articles[0].text


SEEN = {
    "Liquid on lines": (
        "{% include map.html src='a.png' %}\n\nThe weir lifts.\n{% if site.river %}\nIt holds.\n"
        "{% endif %}",
        "The weir lifts.\n\nIt holds.",
    ),
    "Liquid in a link": (
        "See [the plan]({{ site.baseurl }}{% link plan.pdf %}) and [the map]({{ 'm' | url }}).",
        "See the plan and the map.",
    ),
    "Liquid that shows words": (
        "The levy is {{ site.levy }} pounds. It falls to {{ page.low }}.",
        "The levy is […] pounds. It falls to […].",
    ),
    "what the head says": (
        "---\ntitle: Weir lifts\n---\n“{{ page.title | escape }}” was the notice.",
        "“Weir lifts” was the notice.",
    ),
    "comments and captures": (
        "One.{% comment %} Hidden `code` {% endcomment %}\n\n{% capture x %}Hidden{% endcapture %}"
        "\n\n{# Hidden #}Two.\n\n{{/* Hidden */}}Three. {/* Hidden */}",
        "One.\n\nTwo.\n\nThree.",
    ),
    "Liquid shown as it is": (
        "Write {% raw %}{{ page.title }}{% endraw %} there.\n\n{% highlight liquid %}\n{% if a %}\n"
        "{% endhighlight %}",
        "Write {{ page.title }} there.\n\n{% if a %}",
    ),
    "code": (
        "Type `{{ x }}` and `{: .a}`:\n\n```liquid\n{% if a %}{{ b }}{% endif %}\n:::note\n```\n\n"
        "    import a from 'b'\n    {{ c }}\n\nDone {% now %}.",
        "Type {{ x }} and {: .a}:\n\n{% if a %}{{ b }}{% endif %}\n:::note\n\nimport a from 'b'\n"
        "{{ c }}\n\nDone .",
    ),
    "shortcodes of Hugo": (
        '{{< figure src="a.png" title="Hidden" >}}\n\nThe weir{{< fn 1 >}} lifts.\n\n'
        "{{% notice tip %}}\nIt **holds**.\n{{% /notice %}}\n\nAs {{< param who >}} said so.",
        "The weir lifts.\n\nIt holds.\n\nAs […] said so.",
    ),
    "components": (
        "import Tabs from '@theme/Tabs';\nimport {\n  A,\n  B\n} from './ab'\n\nexport let m = {\n"
        "  a: 1\n}\n\n<Tabs items={['a', 'b']}>\n\nThe weir lifts.\n\n</Tabs>\n\n"
        '<div style={{color: "red"}} className="x">It holds.</div>\n\n'
        "<Chart.Bar data={{a: [1]}} />",
        "The weir lifts.\n\nIt holds.",
    ),
    "directives": (
        ":::warning[Mind the weir]\n\nIt lifts.\n\n:::\n\n::: details More\nIt holds.\n:::\n\n"
        "::youtube{#abc}\n\nThe :abbr[RB]{title='River Board'} agreed.",
        "Mind the weir\n\nIt lifts.\n\nMore\n\nIt holds.\n\nThe RB agreed.",
    ),
    "admonitions": (
        '!!! note "Mind the weir"\n    It lifts.\n\n    It holds.\n\nOthers do not.',
        "Mind the weir\n\nIt lifts.\n\nIt holds.\n\nOthers do not.",
    ),
    "lists of attributes": (
        "* Contents\n{:toc}\n\n## The weir {#weir .big}\n\nIt lifts.\n{: .lead}\n\n"
        "It [holds](a.html){: target='_blank'}, *they*{:.x} say.\n\n[Well]{.small} done.",
        "The weir\n\nIt lifts.\n\nIt holds, they say.\n\nWell done.",
    ),
    "callouts, notes and links of note books": (
        "> [!WARNING]\n> It lifts.[^1]\n\n![[map.png]]\n\nThe [[River Board|board]] and "
        "[[Ines Holm]] agree.\n\n[^1]: On Friday.",
        "It lifts.\n\nThe board and Ines Holm agree.\n\nOn Friday.",
    ),
    "what only looks like tags": (
        "The set {a, b} has 50 % of {{ it\n\n}} and a ratio 3::4. If x <B then [1]: see [^2]. "
        "Import duties from 'them' rose.",
        None,
    ),
    "formulas": (r"It is $\frac{{a}}{{b}}$ and $x^{{2}}$ there.", None),
}


@pytest.mark.parametrize(("source", "expected"), SEEN.values(), ids=SEEN)
def test_what_is_seen_of_a_page_is_its_text(
    tmp_path: Path, source: str, expected: str | None
) -> None:
    wanted = source if expected is None else expected
    assert text_of(tmp_path, source).split("\n") == wanted.split("\n")


def test_blocks_of_html_are_read_as_a_page_shows_them(tmp_path: Path) -> None:
    source = (
        "<style>.x { display: none }</style>\n\n<p align=center>The weir lifts.</p>\n\n"
        "<div hidden>Secret one</div>\n\n<p class=x>Secret two</p>\n\n<div hidden>\n\n"
        "<p>Secret three</p>\n\nSecret *four*\n\n</div>\n\n<table><tr><td>A</td><td>7</td></tr>"
        "</table>\n\n<!-- Secret five -->\n\nIt holds."
    )
    assert text_of(tmp_path, source) == "The weir lifts.\n\nA | 7\n\nIt holds."


def test_braces_are_expressions_in_mdx_alone(tmp_path: Path) -> None:
    source = (
        "---\ntitle: Weir\n---\n{props.a}\n\nThe {frontMatter.title} {'lifts'} at {hour} sharp."
    )
    assert text_of(tmp_path, source, "a.mdx") == "The Weir lifts at […] sharp."
    assert text_of(tmp_path, source).startswith("{props.a}")


@pytest.mark.parametrize(
    "part", ["{% {{ a {# ", "{% raw %}", "<A b={ {{ ", "[[a {: :::a[ ", "import {\n!!! a\n    b `"]
)
def test_tags_that_never_end_take_linear_time(tmp_path: Path, part: str) -> None:
    def prepare(count: int) -> Callable[[], object]:
        text = f"Words.\n\n{part * count}\n\nWords."
        return lambda: text_of(tmp_path, text)

    assert "Words." in str(prepare(500)())
    assert_time_is_linear(prepare, 250, 2_000)

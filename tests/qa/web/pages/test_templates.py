"""Templates escape what they print, and name what is hidden in it."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from qa.web.pages.templates import render, show
from qa.web.pages.words import words_of

_SPOKEN = {"words": words_of("access", "en"), "page_direction": "ltr", "root": "", "stamp": "x"}


def test_an_override_of_direction_is_shut_in_and_named() -> None:
    assert show("a\u202eb") == Markup('a<bdi class="control" data-code="U+202E">\u202e</bdi>b')


def test_letters_that_nobody_sees_are_named() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in 'say "yes" <b>')
    assert show(f"a{hidden}z") == Markup(
        f'a<bdi class="control" data-code="say &quot;yes&quot; &lt;b&gt;">{hidden}</bdi>z'
    )
    assert 'data-code="U+E0001"' in show("a\U000e0001z")


@pytest.mark.parametrize(
    "text",
    ["🏴󠁧󠁢󠁳󠁣󠁴󠁿 wins", "👩\u200d🚒", "کتاب\u200cها", "co\u00adoperate", "a\u200bb", "क\u094d\u200dष"],
)
def test_what_writing_needs_is_left_alone(text: str) -> None:
    assert show(text) == Markup(text)


def test_what_a_template_prints_is_escaped() -> None:
    shown = render("access/sign_in_problem.html", problem="<b> a & b", **_SPOKEN)
    assert "&lt;b&gt; a &amp; b" in shown


def test_a_value_that_a_template_lacks_is_a_failure() -> None:
    with pytest.raises(UndefinedError, match="problem"):
        render("access/sign_in_problem.html", **_SPOKEN)
